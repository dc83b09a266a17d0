"""The answer of the solver: values of an input that reach a target, or how near it can come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Solution:
    """A value of the input that reaches the target; `reached` is the result when the whole case is run with it.

    For an input in whole numbers no value may hit the target exactly: `value` is then the one that meets it next to
    one, `beside`, that does not (`reached_beside`). So it is where the result itself makes a step past the target
    (`is_step`; a loan has a whole number of payments): `value` and `beside` are then neighbours.
    """

    value: float
    reached: float
    beside: float | None = None
    reached_beside: float | None = None
    is_step: bool = False

    @property
    def from_here_on(self) -> bool:
        """Of a step or a whole number: whether the target is met from `value` on, rather than up to it."""
        return self.beside is not None and self.value > self.beside

    @property
    def edge(self) -> float:
        """Where the answer begins or ends: of a step, its upper side, at which the next result begins."""
        return self.beside if self.is_step and self.beside is not None and not self.from_here_on else self.value


@dataclass(frozen=True)
class BreakEven:
    """The answer: every value found, lowest first; without one, `best` is the nearest that can be reached and where.

    `low` and `high` are what was searched; `target` is the value asked for. `met_between` are stretches of the input
    over which the target is met throughout (a viability gap is 0 from the break-even price on); their ends are among
    the solutions. `best_result` is NaN when the result exists nowhere.
    """

    key: str
    target_key: str
    target: float
    low: float
    high: float
    base: float
    solutions: tuple[Solution, ...]
    best_value: float
    best_result: float
    met_between: tuple[tuple[float, float], ...] = ()
