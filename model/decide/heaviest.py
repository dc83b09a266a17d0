"""The criteria of a trade-off that weigh most, where there is no room for all of them, and the others together."""

from __future__ import annotations

from dataclasses import dataclass

from model.decide.trade_off import Weighed, Weighing
from model.outcomes.quantities import quantity
from model.words.figures import Figure


@dataclass(frozen=True)
class Others:
    """Criteria that are told together: how many there are, what they weigh, and what they add to the score of each.

    `points` have no value for an option that is left out of the trade-off.
    """

    criteria: tuple[Weighed, ...]
    count: Figure
    weight: Figure
    points: dict[str, Figure]


def heaviest(weighing: Weighing, most: int) -> tuple[tuple[Weighed, ...], Others | None]:
    """The criteria told one by one, in the order of the case, and the others together; None where there are none.

    Up to `most` all are told. Of more there are `most - 1`, those that weigh most and of equals the first, for the
    others take the last place.
    """
    criteria = weighing.criteria
    if len(criteria) <= most:
        return criteria, None
    by_weight = sorted(criteria, key=lambda criterion: -(criterion.weight.value or 0.0))
    own = {criterion.quantity.key for criterion in by_weight[: most - 1]}
    rest = tuple(by_weight[most - 1 :])
    return tuple(criterion for criterion in criteria if criterion.quantity.key in own), _together(weighing, rest)


def _together(weighing: Weighing, rest: tuple[Weighed, ...]) -> Others:
    """What criteria are together: points are weight times score, added up."""
    asked = quantity("trade_off_score")
    points = {
        option: Figure(
            asked, option, sum((one.weight.value or 0.0) * (one.scores[option].value or 0.0) for one in rest)
        )
        for option in weighing.totals
    }
    left_out = {option: Figure(asked, option, None, why_none=why) for option, why in weighing.left_out.items()}
    return Others(
        criteria=rest,
        count=Figure(quantity("criteria_count"), "case", len(rest)),
        weight=Figure(quantity("criterion_weight"), "case", sum(one.weight.value or 0.0 for one in rest)),
        points=points | left_out,
    )
