"""Rank correlations of pairs of inputs: their matrix, and which of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from model.case.uncertainty.distributions import Array
from model.problems import Problem, problem

Pairs = Mapping[tuple[str, str], float]


def matrix_of(inputs: Iterable[str], correlations: Pairs) -> Array:
    """The full matrix of rank correlations over the inputs: 1 on the diagonal, 0 where no pair is given."""
    names = list(inputs)
    matrix = np.eye(len(names))
    for (first, second), value in correlations.items():
        row, column = names.index(first), names.index(second)
        matrix[row, column] = matrix[column, row] = value
    return matrix


def conflicts(inputs: Iterable[str], correlations: Pairs, where: str = "correlations") -> tuple[Problem, ...]:
    """Why correlations cannot be: entries outside (-1, 1), or inputs whose correlations contradict each other."""
    names = list(inputs)
    for (first, second), value in correlations.items():
        if not -1 < value < 1:
            return (problem("bad_correlation", f"{first}, {second}", value=value),)
    given = matrix_of(names, correlations)
    matrix = normal_correlations(given)
    if not len(matrix) or np.linalg.eigvalsh(matrix)[0] > 1e-10:
        return ()
    guilty = _smallest_conflict(matrix)
    pairs = [
        f"{names[a]} - {names[b]}: {given[a, b]:g}" for a in guilty for b in guilty if a < b and given[a, b] != 0.0
    ]
    return (problem("correlations_conflict", where, value="; ".join(pairs)),)


def normal_correlations(ranks: Array) -> Array:
    """The correlations between normal scores that give these rank correlations: 2 sin(pi x rank correlation / 6)."""
    normal = 2 * np.sin(np.pi / 6 * ranks)
    np.fill_diagonal(normal, 1.0)
    return np.asarray(normal, dtype=np.float64)


def _smallest_conflict(matrix: Array) -> list[int]:
    """A smallest set of inputs whose own correlations are impossible: drop inputs while the rest still conflicts."""
    kept = list(range(len(matrix)))
    for number in list(kept):
        rest = [other for other in kept if other != number]
        if np.linalg.eigvalsh(matrix[np.ix_(rest, rest)])[0] <= 1e-10:
            kept = rest
    return kept
