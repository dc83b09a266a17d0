"""What-ifs: named lists of edits of the case, each to be looked at beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, RootModel, WithJsonSchema

from model.case.data import Case
from model.case.edit import KINDS, Edit, edit_from_json, edit_to_json
from model.case.edits.apply import apply, apply_all
from model.case.sections.models import MOST_ROWS, Name, Refused, SectionModel
from model.case.sections.section import Json, Reading
from model.problems import BadInput, Problem, problem


def _read_edit(data: object) -> Edit:
    try:
        return edit_from_json(data)
    except BadInput as error:
        raise Refused(error.problems) from None


EDIT_SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"enum": list(KINDS)},
        "path": {"type": "string", "minLength": 1},
        "value": {},
        "after": {"type": ["string", "null"]},
    },
    "required": ["kind", "path"],
    "additionalProperties": False,
}
EditField = Annotated[Any, BeforeValidator(_read_edit), PlainSerializer(edit_to_json), WithJsonSchema(EDIT_SCHEMA)]


class WhatIf(SectionModel):
    """A named list of edits, made one after another."""

    name: Name
    edits: Annotated[tuple[EditField, ...], Field(strict=False, min_length=1, max_length=MOST_ROWS)]

    def __hash__(self) -> int:
        """By its name and what it changes: the value of an edit is JSON data, which has no hash."""
        return hash((self.name, tuple(edit.path for edit in self.edits)))


class WhatIfs(RootModel[Annotated[tuple[WhatIf, ...], Field(strict=False, max_length=MOST_ROWS)]], SectionModel):
    """The what-ifs of a case; each has a name of its own."""

    model_config = {"frozen": True, "strict": True, "extra": None}

    def data(self) -> Json:
        """Their data for a case file."""
        return self.model_dump(mode="json")

    def problems(self, case: Case, reading: Reading) -> Iterable[Problem]:
        """Names that stand twice, and the first edit of each what-if that the case does not take."""
        names = [what_if.name for what_if in self.root]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                yield problem("double_id", "what_ifs", value=name)
        if not reading.problems:  # edits are tried on a case, and there is none yet
            yield from self._refused(case, reading)

    def _refused(self, case: Case, reading: Reading) -> Iterator[Problem]:
        without = {key: section for key, section in case.sections.items() if key != "what_ifs"}
        base = replace(case, sections=without)
        for count, what_if in enumerate(self.root, start=1):
            try:
                apply_all(base, what_if.edits, reading.market)
            except BadInput as error:
                number, cause = _first_refused(base, what_if.edits, reading, error)
                yield problem("edit_refused", f"what_ifs[{count}].edits[{number}]", value=cause)


def _first_refused(base: Case, edits: Iterable[Edit], reading: Reading, of_all: BadInput) -> tuple[int, Problem]:
    """The number, from 1, of the first edit after which there is no case, and why."""
    number = 0
    for number, edit in enumerate(edits, start=1):
        try:
            base = apply(base, edit, reading.market)
        except BadInput as error:
            return number, error.problems[0]
    return number, of_all.problems[0]


def what_ifs_of(case: Case) -> tuple[WhatIf, ...]:
    """The what-ifs of a case."""
    what_ifs = case.sections.get("what_ifs", WhatIfs(()))
    assert isinstance(what_ifs, WhatIfs)
    return what_ifs.root
