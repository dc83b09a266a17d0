"""An own line of an option in words: what it is, how much, when, and how it grows."""

from __future__ import annotations

from model.case import Case, OwnLine
from model.engine.inputs import input_of
from model.outcomes.quantities import figure_of
from model.readings.amounts import quantity_of_input
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity

GROWTH = Quantity("own_growth", "", "", "growth", NEITHER, read_from="input")


def own_line_reading(case: Case, option_id: str, number: int) -> Message:
    """What the own line with this number, from 1, of an option is. Raises IndexError for one that is not there."""
    line = case.option(option_id).own_lines[number - 1]
    amount = quantity_of_input(input_of(case, option_id, f"own.{number}.amount"))
    said = message(
        "own_line_once" if line.per == "once" else "own_line",
        kind=message(f"ui_own_{line.kind}"),
        amount=figure_of(amount, option_id, line.amount, basis="entered"),
        when=_when(line),
    )
    if not line.growth:
        return said
    return message("own_line_grows", line=said, growth=figure_of(GROWTH, option_id, line.growth, basis="entered"))


def _when(line: OwnLine) -> Message:
    """In which years, counted from the start."""
    if line.first is None:
        return message("own_line_at_end")
    if line.last is None and line.per != "once":
        return message("own_line_from", first=line.first)
    if line.last is None or line.last == line.first:
        return message("own_line_year", year=line.first)
    return message("own_line_years", first=line.first, last=line.last)
