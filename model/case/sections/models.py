"""What the sections of a type of their own have in common: their model, their kinds of field, and their problems.

Single values are checked by the reader of the rest of the file, so that bounds and messages are the same. What pydantic
itself finds (a field too many, a list that is none) becomes a problem with our code and our path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, WithJsonSchema

from model.case.data import FIRST_DATE, LARGEST_AMOUNT, LAST_DATE, LONGEST_NAME, Case
from model.case.fields import FieldReader
from model.case.sections.section import Json, Reading
from model.case.write_options import json_number
from model.problems import Problem, problem

Model = TypeVar("Model", bound="SectionModel")
Details = Mapping[str, Any]
"""An error as pydantic tells it."""
LONGEST_NOTE = 2000
"""Characters of a note in free text."""
MOST_ROWS = 1000
"""Rows of any list in a section."""
_OURS = "value_error"
"""What pydantic calls an error that a validator of ours raises."""


class SectionModel(BaseModel):
    """A section or a part of one: frozen, strict, and without fields it does not know."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", validate_by_alias=True, validate_by_name=True)

    def problems(self, case: Case, reading: Reading) -> Iterable[Problem]:  # noqa: ARG002  most look at themselves only
        """What is wrong with it beside the rest of the case."""
        return ()

    def data(self) -> Json:
        """Its data for a case file, without what is at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class Refused(ValueError):
    """What a validator raises for problems of ours, their fields counted from the value it validates."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()


def checked(check: Callable[[FieldReader, object], object]) -> BeforeValidator:
    """A validator that asks the reader of single fields."""

    def validate(value: object) -> object:
        reader = FieldReader()
        read = check(reader, value)
        if reader.problems:
            raise Refused(reader.problems)
        return read

    return BeforeValidator(validate)


def number_kind(lowest: float, highest: float) -> tuple[BeforeValidator, WithJsonSchema, PlainSerializer]:
    """A number within bounds: for the reader, for the schema, and as it is written."""
    return (
        checked(lambda reader, value: reader.check_number(value, "", lowest, highest)),
        WithJsonSchema({"type": "number", "minimum": lowest, "maximum": highest}),
        PlainSerializer(json_number),
    )


def text_kind(longest: int, *, blank: bool) -> tuple[BeforeValidator, WithJsonSchema]:
    """A text on one line; whether it may be blank."""

    def check(reader: FieldReader, value: object) -> object:
        read = reader.check_text(value, "", longest)
        if not blank and not reader.problems and not read.strip():
            reader.refuse("missing", "")
        return read

    least = {} if blank else {"minLength": 1}
    return checked(check), WithJsonSchema({"type": "string", **least, "maxLength": longest})


_NUMBER, _NUMBER_SCHEMA, _WRITTEN = number_kind(-LARGEST_AMOUNT, LARGEST_AMOUNT)
Number = Annotated[float, _NUMBER, _NUMBER_SCHEMA, _WRITTEN]
_NAME, _NAME_SCHEMA = text_kind(LONGEST_NAME, blank=False)
Name = Annotated[str, _NAME, _NAME_SCHEMA]
_NOTE, _NOTE_SCHEMA = text_kind(LONGEST_NOTE, blank=True)
Note = Annotated[str, _NOTE, _NOTE_SCHEMA]
_MONTH = r"20[0-9]{2}-(0[1-9]|1[0-2])"


def _check_month(reader: FieldReader, value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(_MONTH, value):
        reader.refuse("not_a_month", "", value=value, first=f"{FIRST_DATE:%Y-%m}", last="2099-12")
    return value


Month = Annotated[str, checked(_check_month), WithJsonSchema({"type": "string", "pattern": f"^{_MONTH}$"})]
Day = Annotated[
    date,
    checked(lambda reader, value: reader.day({"": value}, "", "")),
    WithJsonSchema({"type": "string", "format": "date", "description": f"{FIRST_DATE} - {LAST_DATE}"}),
]


def read_model(kind: type[Model], data: Json, key: str, problems: list[Problem]) -> Model | None:
    """The section, or None after noting everything that is wrong with its data."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            if not _follows(detail, details):
                problems.extend(_problems(kind, detail, key))
        return None


def _follows(detail: Details, others: Iterable[Details]) -> bool:
    """Whether a list is only too short because what is in it was refused."""
    place = detail["loc"]
    inside = (other["loc"] for other in others if other is not detail)
    return detail["type"] == "too_short" and any(other[: len(place)] == place for other in inside)


def schema_of(kind: type[SectionModel]) -> Json:
    """The JSON Schema of a section."""
    return kind.model_json_schema(by_alias=True)


def _problems(kind: type[SectionModel], detail: Details, key: str) -> Iterator[Problem]:
    field = path_of(detail["loc"], key)
    context = detail.get("ctx", {})
    if detail["type"] == _OURS:
        for found in context["error"].problems:
            yield replace(found, field=joined(field, found.field))
    else:
        yield _in_our_words(kind, detail, field)


def _in_our_words(kind: type[SectionModel], detail: Details, field: str) -> Problem:
    """What pydantic found as a problem of ours."""
    given, error, context = detail["input"], detail["type"], detail.get("ctx", {})
    if error == "missing":
        return problem("missing", field)
    if error == "extra_forbidden":
        return problem("unknown_key", field, allowed=", ".join(_fields_at(kind, detail["loc"][:-1])))
    if error == "literal_error":
        return problem(
            "not_a_choice", field, value=given, allowed=", ".join(re.findall("'(.*?)'", context["expected"]))
        )
    if error in {"too_long", "too_short"}:
        lowest, highest = context.get("min_length", 0), context.get("max_length", MOST_ROWS)
        return problem("wrong_count", field, value=context["actual_length"], lowest=lowest, highest=highest)
    if error in {"list_type", "tuple_type"}:
        return problem("not_a_list", field, value=given)
    if error in {"model_type", "dict_type", "model_attributes_type"}:
        return problem("not_an_object", field, value=given)
    raise ValueError(f"no message for {error} at {field}")


def path_of(place: Iterable[int | str], start: str) -> str:
    """A field as problems name it: `need.rows[1].low` is of the first row, as in the path of an edit."""
    field = start
    for part in place:
        field = f"{field}[{part + 1}]" if isinstance(part, int) else f"{field}.{part}"
    return field


def joined(field: str, inner: str) -> str:
    """A field within a field."""
    return field + inner if not inner or inner.startswith("[") else f"{field}.{inner}"


def _fields_at(kind: type[SectionModel], place: Iterable[int | str]) -> Iterable[str]:
    """The fields that the model at a place within a section knows."""
    here: Any = kind
    for part in place:
        known = here.model_fields
        if isinstance(part, str):
            here = _model_in(next(field for name, field in known.items() if part in {name, field.alias}).annotation)
        elif "root" in known:
            here = _model_in(known["root"].annotation)
    return [field.alias or name for name, field in here.model_fields.items()]


def _model_in(annotation: Any) -> Any:  # noqa: ANN401  annotations have no type of their own
    """The model that an annotation such as `tuple[Row, ...]` is about."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part)) is not None), None)
