"""The summary of what operators answered as a file that spreadsheets open: never the figure of a single one."""

from __future__ import annotations

import csv
import io

from market_data.numbers import write_for_file
from model.analyses.operators import Spread, Summary


def summary_file(of: Summary, language: str) -> bytes:
    """The summary as a CSV that Dutch spreadsheets open: of a question with too few answers only how many there are.

    `low` and `high` are the ends of the middle half, rounded outwards.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("key", "question", "unit", "answers", "median", "low", "high", "chosen"))
    for spread in of.spreads:
        measure = spread.question.unit
        ends = (spread.middle, spread.low, spread.high)
        numbers = ("" if value is None else _for_file(value, spread, language) for value in ends)
        chosen = ", ".join(f"{choice.label(language)} {times}" for choice, times in spread.chosen)
        name = "%" if measure.is_ratio else measure.name(language)
        writer.writerow((spread.question.key, spread.question.label(language), name, spread.count, *numbers, chosen))
    return out.getvalue().encode("utf-8-sig")


def _for_file(value: float, spread: Spread, language: str) -> str:
    """A percentage as it is read, without its sign, which stands in the column of units."""
    return write_for_file(value * 100 if spread.question.unit.is_ratio else value, language)
