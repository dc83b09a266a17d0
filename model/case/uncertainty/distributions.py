"""How an input is drawn: its distribution, from a low, a typical and a high."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.case.uncertainty.normal import normal_quantile, normal_share
from model.options.mix import make_one
from model.problems import Problem, problem

Array = NDArray[np.float64]
KINDS = ("triangular", "pert", "normal", "lognormal", "uniform", "discrete")
TAILED = ("normal", "lognormal")
"""Kinds without ends of their own."""
LEAST_INSIDE = 0.01
"""A normal or lognormal with less than this share within the bounds is refused."""
Z90 = 1.2815515655446004
"""Standard normal 90% point: low and high of a normal input are its 10% and 90% points."""


@dataclass(frozen=True)
class Distribution:
    """How an input is drawn.

    Triangular, PERT and uniform lie between low and high, which are the least and the most that can be; typical is the
    most likely value (uniform has none). A normal or lognormal has low and high as its 10% and 90% points, because it
    has no ends; its middle follows from them, so typical is not used. Discrete takes `values` with `probabilities`.
    """

    kind: str
    low: float = 0.0
    typical: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] = ()
    probabilities: tuple[float, ...] = ()

    def problems(self, name: str) -> tuple[Problem, ...]:
        """What is wrong with it, naming the input."""
        problems: list[Problem] = []
        if self.kind not in KINDS:
            problems.append(problem("not_a_choice", name, value=self.kind, allowed=", ".join(KINDS)))
        elif self.kind == "discrete":
            fits = len(self.values) == len(self.probabilities) > 0 and all(
                0 <= probability <= 1 for probability in self.probabilities
            )
            if not fits or not make_one(self.probabilities):
                problems.append(problem("bad_probabilities", name, value=math.fsum(self.probabilities)))
        elif not self.low <= self.high or not all(map(math.isfinite, (self.low, self.typical, self.high))):
            problems.append(problem("bad_range", name, value=self.low, high=self.high))
        elif self.kind in {"triangular", "pert"} and not self.low <= self.typical <= self.high:
            problems.append(problem("bad_typical", name, value=self.typical, lowest=self.low, highest=self.high))
        elif self.kind == "lognormal" and self.low <= 0:
            problems.append(problem("not_positive", name, value=self.low))
        return tuple(problems)

    def outside(self, lowest: float | None, highest: float | None) -> bool:
        """Whether it asks for values that are not allowed. A normal or lognormal is cut off at the bounds instead."""
        if self.kind in TAILED:
            below, above = self._shares(lowest, highest)
            return above - below < LEAST_INSIDE
        least, most = self._ends()
        return (lowest is not None and least < lowest) or (highest is not None and most > highest)

    def asked_outside(self, lowest: float | None) -> float:
        """Of one that is outside its bounds, the value it asks for that shows so: its least if below, else its most."""
        least, most = self._ends()
        return least if lowest is not None and least < lowest else most

    def _ends(self) -> tuple[float, float]:
        """The least and the most among its values, or its low and high."""
        ends = self.values if self.kind == "discrete" else (self.low, self.high)
        return min(ends), max(ends)

    def _shares(self, lowest: float | None, highest: float | None) -> tuple[float, float]:
        """The share of a normal or lognormal below each bound."""
        log = self.kind == "lognormal"
        low, high = (math.log(self.low), math.log(self.high)) if log else (self.low, self.high)
        middle, deviation = (low + high) / 2, (high - low) / (2 * Z90)

        def share(bound: float | None, without: float) -> float:
            if bound is None or deviation == 0:
                return without
            if log and bound <= 0:
                return 0.0
            return normal_share(((math.log(bound) if log else bound) - middle) / deviation)

        return share(lowest, 0.0), share(highest, 1.0)

    def draw(self, uniform: Array, lowest: float | None = None, highest: float | None = None) -> Array:
        """The values at these uniform numbers (the inverse of the cumulative distribution), truncated to the bounds."""
        if self.kind in TAILED and self.low < self.high:
            below, above = self._shares(lowest, highest)
            uniform = below + uniform * (above - below)
        if self.kind == "discrete":
            return np.asarray(self.values)[
                np.searchsorted(np.cumsum(self.probabilities)[:-1], uniform, side="right")
            ].astype(np.float64)
        if self.low == self.high:
            return np.full_like(uniform, self.low)
        return _INVERSE[self.kind](self, uniform)

    def draw_whole(self, uniform: Array, lowest: float | None = None, highest: float | None = None) -> Array:
        """Whole numbers at these uniform numbers.

        Each has the chance of the half on either side of it, so that the ends count as much as the others. Uniform from
        10 to 12 is 1/3 each.

        A range with no whole number in it gives the nearest ones.
        """
        if self.kind in TAILED:
            least, most = (-math.inf if lowest is None else lowest), (math.inf if highest is None else highest)
            return np.clip(np.rint(self.draw(uniform, least - 0.5, most + 0.5)), least, most)
        least, most = math.ceil(round(self.low, _DIGITS)), math.floor(round(self.high, _DIGITS))
        if self.kind == "discrete" or least > most:
            return np.rint(self.draw(uniform))
        typical = min(max(self.typical, least), most)
        wider = replace(self, low=least - 0.5, typical=typical, high=most + 0.5)
        return np.clip(np.rint(wider.draw(uniform)), least, most)


_DIGITS = 9
"""An end of a range this close to a whole number is one."""


def _triangular(of: Distribution, uniform: Array) -> Array:
    width, peak = of.high - of.low, (of.typical - of.low) / (of.high - of.low)
    rising = of.low + width * np.sqrt(uniform * peak)
    return np.where(uniform < peak, rising, of.high - width * np.sqrt((1 - uniform) * (1 - peak)))


def _pert(of: Distribution, uniform: Array) -> Array:
    """Beta with alpha = 1 + 4(typical - low)/width and beta = 1 + 4(high - typical)/width."""
    width = of.high - of.low
    shares, values = _beta_table(1 + 4 * (of.typical - of.low) / width, 1 + 4 * (of.high - of.typical) / width)
    order = np.argsort(uniform)  # in order, the table is read front to back: far faster than jumping through it
    drawn = np.empty_like(uniform)
    drawn[order] = np.interp(uniform[order], shares, values)
    return of.low + width * drawn


BETA_NODES = 4097


@lru_cache(maxsize=256)
def _beta_table(alpha: float, beta: float) -> tuple[Array, Array]:
    """The cumulative beta distribution on nodes that crowd towards both ends: shares, and the values they lie below.

    With x = sin(t)^2 the density is sin(t)^(2 alpha - 1) cos(t)^(2 beta - 1), added up by Simpson's rule; alpha and
    beta are at least 1. Between nodes it is read linearly: the value at any share is right to 1e-6 of the range.
    """
    nodes = np.linspace(0, math.pi / 2, BETA_NODES)

    def density(angles: Array) -> Array:
        return np.asarray(
            np.sin(angles) ** (2 * alpha - 1) * np.abs(np.cos(angles)) ** (2 * beta - 1), dtype=np.float64
        )

    ends, middles = density(nodes), density((nodes[:-1] + nodes[1:]) / 2)
    shares = np.concatenate([[0.0], np.cumsum(ends[:-1] + 4 * middles + ends[1:])])
    return shares / shares[-1], np.sin(nodes) ** 2


def _normal(of: Distribution, uniform: Array) -> Array:
    mean, deviation = (of.low + of.high) / 2, (of.high - of.low) / (2 * Z90)
    return mean + deviation * normal_quantile(uniform)


def _lognormal(of: Distribution, uniform: Array) -> Array:
    low, high = math.log(of.low), math.log(of.high)
    return np.asarray(np.exp((low + high) / 2 + (high - low) / (2 * Z90) * normal_quantile(uniform)), np.float64)


def _uniform(of: Distribution, uniform: Array) -> Array:
    return of.low + (of.high - of.low) * uniform


_INVERSE = {
    "triangular": _triangular,
    "pert": _pert,
    "normal": _normal,
    "lognormal": _lognormal,
    "uniform": _uniform,
}
