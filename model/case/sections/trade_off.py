"""The trade-off: on what options are compared, which value of each is worst and best, and how much each weighs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from model.case.data import LARGEST_AMOUNT, Case
from model.case.sections.models import MOST_ROWS, Name, Number, Refused, SectionModel, number_kind
from model.case.sections.section import Reading
from model.problems import Problem, problem
from model.words.quantities import comparable

_WEIGHT, _WEIGHT_SCHEMA, _WRITTEN = number_kind(0.0, LARGEST_AMOUNT)
Weight = Annotated[float, _WEIGHT, _WEIGHT_SCHEMA, _WRITTEN]
Interval = Annotated[tuple[Weight, ...], Field(strict=False, min_length=2, max_length=2)]
WAYS = ("weights", "ranking", "swing", "intervals")
"""The ways to say how much criteria weigh; a trade-off has one of them, or none yet."""


class Criterion(SectionModel):
    """A quantity that counts; the values that score 0 and 100 follow from the options where they are left out."""

    key: Name
    worst: Number | None = None
    best: Number | None = None

    @model_validator(mode="after")
    def _has_a_scale(self) -> Criterion:
        if self.worst is not None and self.worst == self.best:
            raise Refused([problem("no_scale", "best", value=self.best)])
        return self


class TradeOff(SectionModel):
    """Criteria, and weights, a ranking, points per swing, or intervals of weights: one of the four, or none."""

    criteria: Annotated[tuple[Criterion, ...], Field(strict=False, max_length=MOST_ROWS)] = ()
    weights: Mapping[str, Weight] | None = None
    ranking: Annotated[tuple[Name, ...], Field(strict=False, max_length=MOST_ROWS)] | None = None
    swing: Mapping[str, Weight] | None = None
    intervals: Mapping[str, Interval] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> TradeOff:
        found = [*self._of_criteria(), *self._of_ways()]
        if found:
            raise Refused(found)
        return self

    def problems(self, case: Case, reading: Reading) -> Iterable[Problem]:  # noqa: ARG002  its criteria are what it names
        """Criteria that are no quantity of an option, and those of which nothing says which way is better."""
        return tuple(
            problem(wrong, f"trade_off.criteria[{count}].key", value=criterion.key, allowed=", ".join(comparable()))
            for count, criterion in enumerate(self.criteria, start=1)
            if (wrong := _wrong_with(criterion)) is not None
        )

    def _of_criteria(self) -> Iterator[Problem]:
        yield from _twice([criterion.key for criterion in self.criteria], "criteria")

    def _of_ways(self) -> Iterator[Problem]:
        given = {way: value for way in WAYS if (value := getattr(self, way)) is not None}
        if len(given) > 1:
            yield problem("one_way_only", list(given)[1], value=", ".join(given), allowed=", ".join(WAYS))
        keys = [criterion.key for criterion in self.criteria]
        for way, named in given.items():
            strange = [key for key in named if key not in keys]
            yield from (problem("no_criterion", way, value=key, allowed=", ".join(keys)) for key in strange)
        if self.ranking is not None:
            yield from _twice(self.ranking, "ranking")
        for way in ("weights", "swing"):
            if way in given and not any(given[way].values()):
                yield problem("all_zero", way)
        for key, (low, high) in (self.intervals or {}).items():
            if low > high:
                yield problem("bad_range", f"intervals.{key}", value=low, high=high)
        if self.intervals is not None and not any(high for _, high in self.intervals.values()):
            yield problem("all_zero", "intervals")


def _wrong_with(criterion: Criterion) -> str | None:
    known = comparable().get(criterion.key)
    if known is None:
        return "unknown_quantity"
    is_open = criterion.worst is None or criterion.best is None
    return "needs_both_ends" if is_open and not known.has_direction else None


def _twice(keys: Collection[str], field: str) -> Iterator[Problem]:
    listed = list(keys)
    yield from (problem("double_id", field, value=key) for key in dict.fromkeys(listed) if listed.count(key) > 1)


def trade_off_of(case: Case) -> TradeOff:
    """The trade-off of a case; one without criteria where nothing is said of it."""
    trade_off = case.sections.get("trade_off", TradeOff())
    assert isinstance(trade_off, TradeOff)
    return trade_off
