"""What a run gives: the numbers of a model, the outcome of an option, and that of a whole case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from market_data import MarketData
from model.case import Case, Option
from model.engine.resolve import ResolvedOption
from model.lines.business_case import build_business_case
from model.lines.mix import build_mix
from model.lines.statement import BusinessCase
from model.lines.structure import Structure
from model.options import OPTION_TYPES
from model.words.messages import Message


@dataclass(frozen=True)
class Computed:
    """One model evaluated: an option, a component of a mix, or the mix itself."""

    name: str
    """The option's id; of a component `MIX.OPTION`."""
    built_from: Structure | tuple[str, ...]
    """The structure of its lines; of a mix the names of its components."""
    resolved: ResolvedOption | None
    """The inputs it was computed with; None for a mix, whose components have them."""
    last_period: int
    """N: periods are counted from 0 (the start) to N; of a mix that of the component that lasts longest."""
    years: int
    """How many calendar years the index table holds, from that of the price level date on."""
    rows: Mapping[str, tuple[float, ...]]
    """Lines with one number per period, 0..N, by line key."""
    scalars: Mapping[str, float]
    """Lines that are one number, by line key; not a number where there is none."""
    look_ahead: Mapping[str, float]
    """What each of `rows` is in the period after the last, N+1."""
    year_rows: Mapping[str, tuple[float, ...]]
    """Lines with one number per calendar year of the index table, by line key."""

    @cached_property
    def business_case(self) -> BusinessCase:
        """Its lines, to explain or to write out: numbers alone do not need them."""
        return (
            build_business_case(self.built_from)
            if isinstance(self.built_from, Structure)
            else build_mix(self.built_from)
        )


@dataclass(frozen=True)
class OptionResult:
    """An option's outcome. Rows hold one number per period, period 0 first; a metric that does not exist is None.

    `components` are the parts of a mix, in order; `reasons` says why a metric is None. `periods` are the labels that
    people read, `period_keys` those that programs know.
    """

    option: Option
    beds: float
    periods: tuple[str, ...]
    period_keys: tuple[str, ...]
    metrics: Mapping[str, float | None]
    reasons: Mapping[str, Message]
    computed: Computed
    components: tuple[Computed, ...]
    warnings: tuple[Message, ...]

    @property
    def has_outcome(self) -> bool:
        """Whether there is anything in it: the zeros of an option without any line are no outcome."""
        return bool(self.option.own_lines) or not OPTION_TYPES[self.option.type].only_own_lines

    @property
    def lines(self) -> Mapping[str, tuple[float, ...]]:
        """Every row by line key."""
        return self.computed.rows

    @property
    def parts(self) -> tuple[Computed, ...]:
        """The models it adds up: its components in a mix, else its own."""
        return self.components or (self.computed,)

    @property
    def resolved(self) -> tuple[ResolvedOption, ...]:
        """The inputs behind it: one set, or one per component of a mix."""
        parts = (self.computed, *self.components)
        return tuple(part.resolved for part in parts if part.resolved is not None)

    @property
    def defaults_used(self) -> tuple[str, ...]:
        """Keys of the inputs left at their default."""
        return tuple(dict.fromkeys(key for resolved in self.resolved for key in resolved.defaults_used))

    @property
    def beds_open(self) -> tuple[float, ...]:
        """Beds in use per period: of the option, or of its components together."""
        rows = [_beds_open(part) for part in self.parts]
        return tuple(
            sum(row[period] if period < len(row) else 0.0 for row in rows) for period in range(len(self.periods))
        )

    @property
    def first_open_period(self) -> int:
        """The first period in which all its beds are in use (the last one when they never are)."""
        full = max(self.beds_open)
        return next(period for period, beds in enumerate(self.beds_open) if beds >= full - 1e-9)

    @property
    def is_concept(self) -> bool:
        """Whether it rests on an unconfirmed assumption: exports then carry the word concept."""
        return any(
            provenance.status == "assumption"
            for resolved in self.resolved
            for provenance in resolved.provenance.values()
        )


@dataclass(frozen=True)
class CaseResult:
    """All options of a case."""

    case: Case
    market: MarketData
    options: Mapping[str, OptionResult]

    @property
    def is_concept(self) -> bool:
        """Whether any option rests on an unconfirmed assumption."""
        return any(result.is_concept for result in self.options.values())


def _beds_open(part: Computed) -> list[float]:
    """Beds of a model in each period in which it is in operation; own lines are open from the first year."""
    beds = part.scalars["beds"]
    months = part.rows.get("operating_months")
    if months is None:
        return [0.0, *[beds] * part.last_period]
    return [beds if months_open > 0 else 0.0 for months_open in months]
