"""What explains the difference between two results, as sentences."""

from __future__ import annotations

import math
from collections.abc import Callable

from model.analyses.sensitivity import REST, Bridge, Step
from model.outcomes.quantities import figure_of, quantity
from model.problems import BadInput
from model.words.messages import Labelled, Message, message

WORTH_A_BAR = 1.0
"""Euros from which a step of a bridge is shown."""
MOST_BARS = 15
OTHERS = "others"
"""The bar of steps that are too small for one of their own."""
Naming = Callable[[Step], "Message | Labelled"]
"""What a step is called."""


def steps_shown(difference: Bridge) -> tuple[Step, ...]:
    """The steps of a bridge that are worth a bar, the largest first; of very many the smallest together as the last."""
    worth = [step for step in difference.steps if abs(step.amount) >= WORTH_A_BAR]
    shown = sorted(worth, key=lambda step: -abs(step.amount))
    if len(shown) <= MOST_BARS:
        return tuple(shown)
    small = math.fsum(step.amount for step in shown[MOST_BARS - 1 :])
    return (*shown[: MOST_BARS - 1], Step(OTHERS, small))


def step_name(step: Step) -> Message:
    """The group of inputs of a step, or what the numbers of inputs cannot explain."""
    if step.group == OTHERS:
        return message("bridge_others")
    return message("ui_bridge_rest" if step.group == REST else f"ui_group_{step.group}")


def bridge_reading(difference: Bridge, option_id: str, metric: str, name: Naming = step_name) -> Message:
    """From where to where a result goes and which group of inputs explains most; or that there is no difference."""
    steps = steps_shown(difference)
    if not steps:
        return message("bridge_equal", metric=quantity(metric))
    return message(
        "bridge_most",
        metric=quantity(metric),
        start=figure_of(metric, option_id, difference.start),
        end=figure_of(metric, option_id, difference.end),
        group=name(steps[0]),
        amount=figure_of(metric, option_id, steps[0].amount),
    )


def no_bridge_reading(refused: BadInput, metric: str) -> Message:
    """Why there is no bridge: the result does not exist at every step, or the options have other lines."""
    if any(problem.code == "bridge_without_value" for problem in refused.problems):
        return message("bridge_no_value", metric=quantity(metric))
    return message("bridge_not")
