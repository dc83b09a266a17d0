"""The need for beds: what the rows of the case say, month by month, and the number of beds that meets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.case import Case
from model.outcomes.quantities import quantity
from model.words.figures import Figure

if TYPE_CHECKING:
    from model.case.sections.need import Need, NeedRow


@dataclass(frozen=True)
class Beds:
    """A number of beds with its band."""

    low: float
    typical: float
    high: float

    def __add__(self, other: Beds) -> Beds:
        """Of two needs in the same month the beds are added, the low ones and the high ones too."""
        return Beds(self.low + other.low, self.typical + other.typical, self.high + other.high)


NO_BEDS = Beds(0.0, 0.0, 0.0)


def stated_need(case: Case) -> Need | None:
    """The need the case states; None where it has no row of it."""
    if "need" not in case.sections:
        return None
    from model.case.sections.need import need_of

    stated = need_of(case)
    return stated if stated.rows else None


def needed(rows: Iterable[NeedRow]) -> Mapping[str, Mapping[str, Beds]]:
    """The beds needed per source and month in which a row begins, over all lengths of stay.

    A row holds until the next row of the same stay and source; rows of the same source, stay and month add up. Sources
    stand beside one another and are never added.
    """
    by_source: dict[str, dict[str, dict[str, Beds]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        months = by_source[row.source][row.stay]
        months[row.first_month] = months.get(row.first_month, NO_BEDS) + Beds(row.low, row.typical, row.high)
    return {source: _by_month(stays) for source, stays in by_source.items()}


def _by_month(stays: Mapping[str, Mapping[str, Beds]]) -> dict[str, Beds]:
    """All stays together in every month in which something begins: of each stay what began last."""
    months = sorted({month for rows in stays.values() for month in rows})
    return {month: sum((_holding(rows, month) for rows in stays.values()), NO_BEDS) for month in months}


def _holding(rows: Mapping[str, Beds], month: str) -> Beds:
    begun = [start for start in rows if start <= month]
    return rows[max(begun)] if begun else NO_BEDS


def beds_needed(case: Case) -> Figure:
    """How many beds the case needs at most in a month, with its band: of the source that needs most.

    Without a stated need it is the number of beds of the case.
    """
    stated = stated_need(case)
    if stated is None:
        return Figure(quantity("beds_needed"), "case", case.beds, basis="entered")
    peaks = [(beds, month) for months in needed(stated.rows).values() for month, beds in months.items()]
    most, month = max(peaks, key=lambda peak: peak[0].typical)
    band = (most.low, most.high)
    return Figure(quantity("beds_needed"), "case", most.typical, period=month, band=band, basis="entered")
