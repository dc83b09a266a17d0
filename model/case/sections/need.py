"""The need for beds: how many people look for a bed, by length of stay and from which month, with a source each."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from model.case.data import Case
from model.case.sections.models import MOST_ROWS, Day, Month, Name, Note, Refused, SectionModel, number_kind
from model.parameters.table import parameters
from model.problems import problem

_BEDS, _BEDS_SCHEMA, _WRITTEN = number_kind(0.0, parameters()["beds"].highest or 0.0)
Beds = Annotated[float, _BEDS, _BEDS_SCHEMA, _WRITTEN]
Stay = Literal["short", "mid", "long"]
Register = Literal["brp", "rni", "unknown"]
STAYS: tuple[Stay, ...] = get_args(Stay)
REGISTERS: tuple[Register, ...] = get_args(Register)


class NeedRow(SectionModel):
    """So many beds for one length of stay from a month on, until the next row of the same stay and source.

    Rows of different sources stand beside one another and are never added; rows of the same source and month add up.
    """

    stay: Stay
    first_month: Month = Field(alias="from")
    low: Beds
    typical: Beds
    high: Beds
    register_of: Register = Field(default="unknown", alias="register")
    """Where the people are registered: as residents, as non-residents, or not known."""
    source: Name
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> NeedRow:
        if self.low > self.high:
            raise Refused([problem("bad_range", "low", value=self.low, high=self.high)])
        if not self.low <= self.typical <= self.high:
            raise Refused([problem("bad_typical", "typical", value=self.typical, lowest=self.low, highest=self.high)])
        return self


class Need(SectionModel):
    """The need for beds, and from when everybody is to have a room of his own."""

    rows: Annotated[tuple[NeedRow, ...], Field(strict=False, max_length=MOST_ROWS)] = ()
    own_room_from: Day | None = None


def need_of(case: Case) -> Need:
    """The need of a case; one without rows where nothing is said of it."""
    need = case.sections.get("need", Need())
    assert isinstance(need, Need)
    return need
