"""Values set by law: what is known of them per date, day-weighted within a period."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line
from model.formula.primitives import maximum
from model.lines.structure import Structure
from model.lines.timeline import Timeline


def dated_value(name: str, key: str, timeline: Timeline, structure: Structure, since: Line | None = None) -> Line:
    """A value set by law, day-weighted within the period: v0 + sum of step x share of the period after its date.

    Later values are the inputs `key@1`, `key@2` ... from the dates `key@1.date`, ... `since` is the day from which is
    weighted, when that is not the first day of the period. With more than two of them the sum is cut in parts, so that
    each formula stays short enough to explain.
    """
    value: Expression = Input(key)
    steps = dated_steps(name, key, timeline, structure, since)
    for number, step in enumerate(steps, start=1):
        value = value + step.change * step.share_after
        if number % STEPS_A_LINE == 0 and number < len(steps):
            value = Line(f"{name}_after_{number}", value)
    return Line(name, value)


STEPS_A_LINE = 2
"""Most changes of a value set by law in one formula."""


@dataclass(frozen=True)
class Step:
    """A change of a value set by law: by how much, from when, and the share of each period after it."""

    change: Expression
    date: Input
    share_after: Line


def dated_steps(
    name: str, key: str, timeline: Timeline, structure: Structure, since: Line | None = None
) -> tuple[Step, ...]:
    """The later values of a dated parameter as changes: `key@n` less the value before it, from `key@n.date`."""
    steps = []
    first_day = timeline.date_begin if since is None else since
    for number in range(1, structure.steps.get(key, 0) + 1):
        before = key if number == 1 else f"{key}@{number - 1}"
        day = Input(f"{key}@{number}.date")
        after_date = timeline.date_end - maximum(first_day, day)
        share = Line(f"{name}_share_{number}", maximum(0, after_date) / (timeline.date_end - first_day))
        steps.append(Step(Input(f"{key}@{number}") - Input(before), day, share))
    return tuple(steps)
