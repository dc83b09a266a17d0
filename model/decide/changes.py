"""Changes of what is weighed and of the need, as edits of the case: nothing of a case changes but by these."""

from __future__ import annotations

from typing import Any

from model.case import Case
from model.case.edits import Edit, add, remove, set_value
from model.decide.need import stated_need
from model.decide.trade_off import STARTING, stated_trade_off, weights_of

SECTION, NEED = "trade_off", "need"
POINTS = 100.0
"""Weights are entered as points, which together may be any number; those to start with are a hundred together."""
FIRST_ROW = ("need", "rows", "1")


def stated_weights(case: Case) -> dict[str, float]:
    """The points every criterion has in the case: as entered, else so that they are a hundred together."""
    stated = stated_trade_off(case)
    keys = tuple(criterion.key for criterion in stated.criteria) if stated is not None else STARTING
    if stated is not None and stated.weights is not None:
        return {key: stated.weights.get(key, 0.0) for key in keys}
    return {key: POINTS * weight for key, weight in weights_of(stated, keys).items()}


def _with_weights(case: Case) -> tuple[Edit, ...]:
    """What makes the weights those of the case where they are a start, a ranking, points per swing or intervals."""
    stated = stated_trade_off(case)
    if stated is not None and stated.weights is not None and len(stated.weights) == len(stated.criteria):
        return ()
    criteria: list[dict[str, Any]] = [{"key": key} for key in STARTING]
    if stated is not None:
        criteria = [_written(criterion.key, criterion.worst, criterion.best) for criterion in stated.criteria]
    return (set_value((SECTION,), {"criteria": criteria, "weights": stated_weights(case)}),)


def _written(key: str, worst: float | None, best: float | None) -> dict[str, Any]:
    ends = {"worst": worst, "best": best}
    return {"key": key, **{name: end for name, end in ends.items() if end is not None}}


def weigh(case: Case, key: str, points: float) -> tuple[Edit, ...]:
    """A criterion gets so many points."""
    return (*_with_weights(case), set_value((SECTION, "weights", key), points))


def end_of_scale(case: Case, key: str, end: str, value: float | None) -> tuple[Edit, ...]:
    """The `worst` or `best` of a criterion is a value, or follows from the options again."""
    path = (SECTION, "criteria", key, end)
    return (*_with_weights(case), set_value(path, value) if value is not None else remove(path))


def add_criterion(case: Case, key: str) -> tuple[Edit, ...]:
    """One more criterion, with as many points as the others have on average."""
    points = stated_weights(case)
    mean = sum(points.values()) / len(points) if points else POINTS
    return (
        *_with_weights(case),
        add((SECTION, "criteria"), {"key": key}),
        set_value((SECTION, "weights", key), mean),
    )


def remove_criterion(case: Case, key: str) -> tuple[Edit, ...]:
    """One criterion less; without the last one the trade-off starts anew."""
    if set(stated_weights(case)) == {key}:
        return (remove((SECTION,)),) if case.sections.get(SECTION) is not None else ()
    return (*_with_weights(case), remove((SECTION, "weights", key)), remove((SECTION, "criteria", key)))


def state_need(case: Case, beds: float | None, source: str) -> tuple[Edit, ...]:
    """The need is so many beds from the start of the case on, or is no longer stated.

    A need already stated keeps its month, its stay and its source, and a band that holds the new number.
    """
    stated = stated_need(case)
    if beds is None:
        return (remove((NEED, "rows")),) if stated is not None else ()
    if stated is None:
        row = {"stay": "short", "from": f"{case.start_date:%Y-%m}", "source": source}
        return (set_value((NEED, "rows"), [row | dict.fromkeys(("low", "typical", "high"), beds)]),)
    first = stated.rows[0]
    wider = {"low": min(first.low, beds), "typical": beds, "high": max(first.high, beds)}
    return tuple(set_value((*FIRST_ROW, name), value) for name, value in wider.items())


def need_field(name: str, value: object) -> tuple[Edit, ...]:
    """A field of the first row of a stated need."""
    return (set_value((*FIRST_ROW, name), value),)
