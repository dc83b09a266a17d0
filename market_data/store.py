"""The market data in memory: lookups from the most local level that has a figure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from market_data.records import (
    Fact,
    Figure,
    IndicatorInfo,
    Municipality,
    ReferenceFigure,
    ReferenceInfo,
    Region,
    RowProblem,
    Source,
    UnknownRegion,
)

LEVELS = ("municipality", "corop", "province", "landsdeel", "national")
"""From most local to widest."""
NATIONAL = "NL01"
ALIASES = {"building_cost_per_m2": "building_cost_per_m2_rental"}
"""Indicators known under a plainer name."""


Place = tuple[str, str]
"""An indicator and the code of a region."""
FigureRow = tuple[str, str, str]
"""Period, value and source id, as they stand in the table."""


class Figures(Mapping[Place, tuple[Figure, ...]]):
    """The figures by indicator and region, newest last; each is made when it is asked for.

    A case reads some hundreds of the 26,500 figures; to make all of them takes longer than to run it.
    """

    def __init__(self, rows: Mapping[Place, Sequence[FigureRow]], make: Callable[[Place, FigureRow], Figure]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[Place, tuple[Figure, ...]] = {}

    def __getitem__(self, place: Place) -> tuple[Figure, ...]:
        figures = self._made.get(place)
        if figures is None:
            rows = sorted(self._rows[place], key=lambda row: sort_key(row[0]))
            figures = self._made[place] = tuple(self._make(place, row) for row in rows)
        return figures

    def __iter__(self) -> Iterator[Place]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Series:
    """A price index: its figures by period, and in order with the year and month at which each ends."""

    by_period: Mapping[str, Figure]
    ordered: tuple[Figure, ...]
    ends: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, points: Sequence[Figure]) -> Series:
        """The figures of a series, which may stand in any order."""
        ordered = tuple(sorted(points, key=lambda point: sort_key(point.period)))
        by_period = {point.period: point for point in points}
        return cls(by_period, ordered, tuple(sort_key(point.period) for point in ordered))

    def at(self, day: date) -> Figure:
        """The figure of the month, quarter or year of a date, else the newest before it, else the first."""
        for period in (f"{day.year}MM{day.month:02d}", f"{day.year}KW{(day.month + 2) // 3:02d}", f"{day.year}JJ00"):
            if period in self.by_period:
                return self.by_period[period]
        return self.ordered[max(0, bisect_right(self.ends, (day.year, day.month)) - 1)]


@dataclass(frozen=True)
class MarketData:
    """All tables. `figures` by (indicator, region), newest last; `indices` by series, oldest first.

    `references` are the figures of reference projects, `reference_infos` what those figures are.
    """

    version: str
    municipalities: tuple[Municipality, ...]
    regions: Mapping[str, Region]
    sources: Mapping[str, Source]
    indicators: tuple[IndicatorInfo, ...]
    facts: tuple[Fact, ...]
    figures: Mapping[tuple[str, str], tuple[Figure, ...]]
    indices: Mapping[str, tuple[Figure, ...]]
    max_rents: Mapping[tuple[str, int], Figure]
    wages: tuple[tuple[date, Figure], ...]
    reference_infos: tuple[ReferenceInfo, ...] = ()
    references: tuple[ReferenceFigure, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    by_code: Mapping[str, Municipality] = field(default_factory=dict)
    _series: dict[str, Series] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The series asked for so far: every default that is indexed asks."""

    def municipality(self, code: str) -> Municipality:
        """The municipality with this CBS code. Raises UnknownRegion with codes or names that look like it."""
        known = self.by_code.get(code)
        if known is not None:
            return known
        names = {town.name.lower(): town for town in self.municipalities}
        wanted = str(code)[:60]
        close = [names[name] for name in get_close_matches(wanted.lower(), names, n=3, cutoff=0.6)]
        close += [self.by_code[near] for near in get_close_matches(wanted.upper(), self.by_code, n=3, cutoff=0.6)]
        raise UnknownRegion(wanted, tuple(dict.fromkeys(f"{town.code} ({town.name})" for town in close))[:4])

    def regions_of(self, code: str) -> tuple[str, ...]:
        """The municipality and the regions it lies in, from most local to national."""
        own = self.municipality(code)
        return (own.code, own.corop_code, own.province_code, own.landsdeel_code, NATIONAL)

    def lookup(self, indicator: str, code: str) -> Figure | None:
        """The newest figure at the most local level that has one; None when no level has."""
        key = ALIASES.get(indicator, indicator)
        for region in self.regions_of(code):
            figures = self.figures.get((key, region))
            if figures:
                return figures[-1]
        return None

    def history(self, indicator: str, code: str) -> tuple[Figure, ...]:
        """All periods at that very region, oldest first; empty when there are none."""
        return self.figures.get((ALIASES.get(indicator, indicator), code), ())

    def index(self, series: str, day: date) -> Figure:
        """The level of a price index at a date.

        The month when it is published, else the year, else the newest figure before it (its note says so); before the
        series begins, its first figure. Raises KeyError for an unknown series.
        """
        return self._in_order(series).at(day)

    def newest_index(self, series: str) -> Figure:
        """The latest figure of an index series."""
        return self._in_order(series).ordered[-1]

    def _in_order(self, series: str) -> Series:
        in_order = self._series.get(series)
        if in_order is None:
            in_order = self._series[series] = Series.of(self.indices[series])
        return in_order

    def index_ratio(self, series: str, since: date, until: date) -> tuple[float, Figure, Figure]:
        """Index at `until` / index at `since`, with both figures."""
        first, last = self.index(series, since), self.index(series, until)
        return last.value / first.value, first, last

    def minimum_wage(self, day: date) -> Figure | None:
        """The statutory minimum wage per hour in force at a date; None before 2024, when it was set per month."""
        in_force = [figure for since, figure in self.wages if since <= day]
        return in_force[-1] if in_force and in_force[-1].unit == "hour" else None

    def max_rent_shared(self, points: int) -> Figure | None:
        """Highest basic rent per month of a room (WWSO) at a number of points."""
        return self.max_rents.get(("shared", points))

    def max_rent_independent(self, points: int) -> Figure | None:
        """Highest basic rent per month of a home (WWS) at a number of points."""
        return self.max_rents.get(("independent", points))

    def info(self, indicator: str) -> IndicatorInfo:
        """What an indicator is. Raises KeyError."""
        for info in self.indicators:
            if info.indicator == indicator:
                return info
        raise KeyError(indicator)


def sort_key(period: str) -> tuple[int, int]:
    """Year and last month of a period code.

    A plain year, JJ00 a year, HJ01 half year, KW01 quarter, MM01 month, VJ03 four quarters.
    """
    year, kind, number = int(period[:4]), period[4:6], period[6:8]
    months = {"MM": 1, "VJ": 1, "KW": 3, "HJ": 6}.get(kind)
    return year, 12 if months is None else int(number) * months


def stands_until(period: str) -> tuple[int, int]:
    """Year and month up to which a figure is the newest there can be: its own last month, and a period of its kind on.

    2026MM04 stands until May 2026, the average of 2025 until December 2026.
    """
    year, last = sort_key(period)
    after = last + {"MM": 1, "KW": 3, "VJ": 3, "HJ": 6}.get(period[4:6], 12)
    return (year, after) if after <= 12 else (year + 1, after - 12)


def middle(period: str) -> date:
    """The middle of a period, to which its average price level belongs.

    That of 2025VJ09 (October 2024 to September 2025) is April 2025.
    """
    year, last = sort_key(period)
    half = {"MM": 0, "KW": 1, "HJ": 3}.get(period[4:6], 6)
    month = last - half + (1 if half > 1 else 0)
    return date(year, month, 1) if month > 0 else date(year - 1, month + 12, 1)
