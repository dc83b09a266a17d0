"""The trade-off of a case: its options on its criteria, each on a scale and with a weight, and what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.case import Case
from model.decide.need import beds_needed
from model.decide.weighing import (
    Scale,
    Turning,
    dominated_by,
    middle_of,
    normalised,
    of_ranking,
    scores_of,
    together,
    turnings,
)
from model.engine.results import CaseResult, OptionResult
from model.outcomes.quantities import figure, figure_of, quantity
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.names import Name
from model.words.quantities import Quantity

if TYPE_CHECKING:
    from model.case.sections.trade_off import Criterion, TradeOff

STARTING = ("cost_per_bed_night", "beds")
"""The criteria of a trade-off that names none: what a night costs, and how many beds there will be. An assumption."""
FULL = 100.0
"""Scores are shown from 0 to 100."""


@dataclass(frozen=True)
class Weighed:
    """A criterion as it was weighed: its scale, its weight as a figure, and per option the value and the score.

    `stated_worst` and `stated_best` are the ends the case states; None where they follow from the options or the need.
    """

    quantity: Quantity
    scale: Scale
    stated_worst: float | None
    stated_best: float | None
    worst: Figure
    best: Figure
    weight: Figure
    values: Mapping[str, Figure]
    scores: Mapping[str, Figure]


@dataclass(frozen=True)
class Weighing:
    """The outcome of a trade-off.

    `totals` hold the options that have a value on every criterion, the best first; `left_out` says why an option is not
    among them. `dominated` names per option those that beat it whatever the weights, `turnings` the weights at which
    another option comes first. `is_starting`: the criteria and weights are our start, and nobody's judgement.
    """

    criteria: tuple[Weighed, ...]
    totals: Mapping[str, Figure]
    left_out: Mapping[str, Message]
    dominated: Mapping[str, tuple[str, ...]]
    turnings: tuple[Turning, ...]
    need: Figure
    is_starting: bool

    @property
    def best(self) -> tuple[str, ...]:
        """The options with the highest score as it is shown, several where they show the same; none without options."""
        shown = {option: round(total.value or 0.0) for option, total in self.totals.items()}
        return tuple(option for option, score in shown.items() if score == max(shown.values()))


def stated_trade_off(case: Case) -> TradeOff | None:
    """The trade-off the case states; None where it states none."""
    if "trade_off" not in case.sections:
        return None
    from model.case.sections.trade_off import trade_off_of

    return trade_off_of(case)


def trade_off(result: CaseResult) -> Weighing:
    """The options of a case weighed on its criteria, or on those to start with.

    An option without a value on a criterion is left out, by name of the criterion and with the reason.
    """
    stated = stated_trade_off(result.case)
    given = stated.criteria if stated is not None else ()
    keys = tuple(criterion.key for criterion in given) or STARTING
    need = beds_needed(result.case)
    weights = weights_of(stated, keys)
    figures = {option: _figures(outcome, keys) for option, outcome in result.options.items()}
    left_out = {option: reason for option, row in figures.items() if (reason := _missing(row)) is not None}
    values = {
        option: {key: shown.value for key, shown in row.items() if shown.value is not None}
        for option, row in figures.items()
        if option not in left_out
    }
    ends = {criterion.key: criterion for criterion in given}
    scales = {key: _scale(key, ends.get(key), [row[key] for row in values.values()], need) for key in keys}
    scores = scores_of(values, scales)
    totals = {option: together(row, weights) for option, row in scores.items()}
    return Weighing(
        criteria=tuple(
            _weighed(
                quantity(key),
                ends.get(key),
                scales[key],
                Figure(quantity("criterion_weight"), key, weights[key], basis="judged" if given else "assumed"),
                {option: row[key] for option, row in figures.items()},
                {option: row[key] for option, row in scores.items()},
            )
            for key in keys
        ),
        totals={
            option: Figure(quantity("trade_off_score"), option, FULL * totals[option])
            for option in sorted(totals, key=lambda option: -totals[option])
        },
        left_out=left_out,
        dominated=dominated_by(scores),
        turnings=turnings(scores, weights) if scores else (),
        need=need,
        is_starting=not given,
    )


def weights_of(stated: TradeOff | None, keys: tuple[str, ...]) -> dict[str, float]:
    """What every criterion weighs, as a share of one: by weights, by a ranking, by points or by intervals; else equal.

    A criterion that is given no weight weighs nothing.
    """
    nothing = dict.fromkeys(keys, 0.0)
    if stated is None or not stated.criteria:
        return normalised(dict.fromkeys(keys, 1.0))
    if stated.ranking:
        return nothing | of_ranking(stated.ranking)
    if stated.intervals:
        return nothing | middle_of({key: (low, high) for key, (low, high) in stated.intervals.items()})
    points = stated.weights or stated.swing
    return normalised(nothing | dict(points)) if points else normalised(dict.fromkeys(keys, 1.0))


def _figures(outcome: OptionResult, keys: tuple[str, ...]) -> Mapping[str, Figure]:
    """The value of an option on every criterion; an option without any line in it has none, whatever its zeros say."""
    if outcome.has_outcome:
        return {key: figure(outcome, key) for key in keys}
    empty = message("option_without_lines")
    return {key: figure_of(key, outcome.option.id, None, why_none=empty) for key in keys}


def _missing(row: Mapping[str, Figure]) -> Message | None:
    """Why an option cannot be weighed: the first criterion on which it has no value."""
    empty = next((shown for shown in row.values() if shown.value is None), None)
    if empty is None:
        return None
    return message("left_out_of_trade_off", criterion=name_of(empty.quantity), why=empty.why_none)


def name_of(asked: Quantity) -> Name:
    """What a quantity is called, in both languages."""
    return Name(asked.label_nl, asked.label_en)


def _scale(key: str, stated: Criterion | None, values: list[float], need: Figure) -> Scale:
    """The ends of a criterion: as stated; of beds from none to the need; else the worst and the best of the options.

    Options may all deliver as many beds, and of the need they meet a part: so its scale is fixed.
    """
    worst = stated.worst if stated is not None else None
    best = stated.best if stated is not None else None
    if key == "beds":
        return Scale(0.0 if worst is None else worst, (need.value or 0.0) if best is None else best)
    asked = quantity(key)
    if not values:
        return Scale(worst or 0.0, best or 0.0)
    if not asked.has_direction:
        return Scale(min(values) if worst is None else worst, max(values) if best is None else best)
    return Scale(asked.worst(values) if worst is None else worst, asked.best(values) if best is None else best)


def _weighed(
    asked: Quantity,
    stated: Criterion | None,
    scale: Scale,
    weight: Figure,
    values: Mapping[str, Figure],
    scores: Mapping[str, float],
) -> Weighed:
    return Weighed(
        quantity=asked,
        scale=scale,
        stated_worst=None if stated is None else stated.worst,
        stated_best=None if stated is None else stated.best,
        worst=Figure(asked, f"{asked.key}.worst", scale.worst),
        best=Figure(asked, f"{asked.key}.best", scale.best),
        weight=weight,
        values=values,
        scores={option: Figure(quantity("criterion_score"), option, FULL * score) for option, score in scores.items()},
    )
