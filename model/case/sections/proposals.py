"""Proposals of law that a case counts on or not, each by itself: from a date, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import PlainSerializer, RootModel, WithJsonSchema

from model.case.data import Case
from model.case.fields import FieldReader
from model.case.sections.models import SectionModel, checked
from model.case.sections.section import Json, Reading
from model.parameters.law import proposals
from model.problems import Problem, problem

NOT = "no"
"""Instead of a date: the case does not count on the proposal."""
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _read(reader: FieldReader, value: object) -> date | None:
    """The day from which it counts, None for not at all."""
    if value == NOT:
        return None
    if not isinstance(value, str) or not re.fullmatch(_DAY, value):
        reader.refuse("not_a_choice", "", value=value, allowed=f"YYYY-MM-DD, {NOT}")
        return None
    return reader.day({"": value}, "", "")


Choice = Annotated[
    date | None,
    checked(_read),
    PlainSerializer(lambda day: NOT if day is None else day.isoformat()),
    WithJsonSchema({"type": "string", "pattern": f"^({_DAY}|{NOT})$"}),
]


class Proposals(RootModel[Mapping[str, Choice]], SectionModel):
    """By proposal: from when it counts, None for not at all. One that is not named follows the law of the case."""

    model_config = {"frozen": True, "strict": True, "extra": None}

    def data(self) -> Json:
        """Their data for a case file."""
        return self.model_dump(mode="json")

    def problems(self, case: Case, reading: Reading) -> Iterable[Problem]:  # noqa: ARG002  it names nothing of the case
        """Proposals that there are not."""
        known = ", ".join(proposals())
        return (
            problem("unknown_key", f"proposals.{key}", allowed=known) for key in self.root if key not in proposals()
        )
