"""The inquiry: what operators answered, each under a code that names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from model.case.data import Case
from model.case.fields import FieldReader
from model.case.sections.models import Refused, SectionModel, checked
from model.case.write_options import json_number
from model.parameters.questions import CODE_PATTERN, FIRST_YEAR, LAST_YEAR, MOST_OPERATORS, Question, answerable
from model.problems import problem

Value = float | str


def _check_code(reader: FieldReader, value: object) -> object:
    if not isinstance(value, str) or not CODE_PATTERN.fullmatch(value):
        reader.refuse("not_a_code", "", value=value)
    return value


def _check_year(reader: FieldReader, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
        reader.refuse("not_a_figures_year", "", value=value, first=f"{FIRST_YEAR}", last=f"{LAST_YEAR}")
    return value


Code = Annotated[str, checked(_check_code), WithJsonSchema({"type": "string", "pattern": f"^{CODE_PATTERN.pattern}$"})]
Year = Annotated[
    int,
    checked(_check_year),
    WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}),
]


def _read_answers(data: object) -> dict[str, Value]:
    """Every answer within what its question allows."""
    reader = FieldReader()
    read: dict[str, Value] = {}
    if not isinstance(data, Mapping):
        reader.refuse("not_an_object", "", value=data)
    elif not data:
        reader.refuse("missing", "")
    else:
        for key, value in data.items():
            question = answerable().get(key)
            if question is None:
                reader.refuse("unknown_question", f"{key}", allowed=reader.closest(key, answerable()))
            else:
                read[key] = _read_answer(reader, question, value)
    if reader.problems:
        raise Refused(reader.problems)
    return read


def _read_answer(reader: FieldReader, question: Question, value: object) -> Value:
    if question.choices:
        return reader.choice({question.key: value}, question.key, "", [choice.word for choice in question.choices])
    return reader.check_number(value, question.key, question.lowest, question.highest)


def _written(answers: Mapping[str, Value]) -> dict[str, Any]:
    return {key: json_number(value) if isinstance(value, float) else value for key, value in answers.items()}


def _answers_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: _answer_schema(question) for key, question in answerable().items()},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _answer_schema(question: Question) -> dict[str, Any]:
    if question.choices:
        return {"enum": [choice.word for choice in question.choices]}
    return {"type": "number", "minimum": question.lowest, "maximum": question.highest}


Answers = Annotated[Any, BeforeValidator(_read_answers), PlainSerializer(_written), WithJsonSchema(_answers_schema())]


class Operator(SectionModel):
    """What one operator answered: its code, the year of its figures, and its answers by question.

    A number is in the unit of the model. `NO_CODE` stands for a form without a code; no year: none was given.
    """

    code: Code
    year: Year | None = None
    answers: Answers


class Inquiry(SectionModel):
    """What operators answered."""

    operators: Annotated[tuple[Operator, ...], Field(strict=False, max_length=MOST_OPERATORS)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Inquiry:
        codes = [operator.code for operator in self.operators]
        twice = [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
        if twice:
            raise Refused(problem("double_id", "operators", value=code) for code in twice)
        return self


def inquiry_of(case: Case) -> Inquiry:
    """The inquiry of a case; one without operators where nobody was asked."""
    inquiry = case.sections.get("inquiry", Inquiry())
    assert isinstance(inquiry, Inquiry)
    return inquiry
