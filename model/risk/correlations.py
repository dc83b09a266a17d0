"""Inputs that move together: the matrix of rank correlations, what is wrong with one, and draws that follow it."""

from __future__ import annotations

import numpy as np

from model.problems import Problem, problem
from model.risk.setup import Setup
from model.uncertainty.distributions import Array


def correlation_matrix(setup: Setup) -> Array:
    """The full matrix of rank correlations over the varied inputs: 1 on the diagonal, 0 where no pair is given."""
    names = list(setup.distributions)
    matrix = np.eye(len(names))
    for (first, second), value in setup.correlations.items():
        row, column = names.index(first), names.index(second)
        matrix[row, column] = matrix[column, row] = value
    return matrix


def correlation_problems(setup: Setup) -> tuple[Problem, ...]:
    """Why a correlation matrix cannot be: entries outside (-1, 1), or inputs whose correlations contradict each other."""
    for (first, second), value in setup.correlations.items():
        if not -1 < value < 1:
            return (problem("bad_correlation", f"{first}, {second}", value=f"{value:g}"),)
    given, matrix = correlation_matrix(setup), normal_correlations(correlation_matrix(setup))
    if not len(matrix) or np.linalg.eigvalsh(matrix)[0] > 1e-10:
        return ()
    names = list(setup.distributions)
    guilty = _smallest_conflict(matrix)
    pairs = [
        f"{names[a]} - {names[b]}: {given[a, b]:g}" for a in guilty for b in guilty if a < b and given[a, b] != 0.0
    ]
    return (problem("correlations_conflict", "correlations", value="; ".join(pairs)),)


def normal_correlations(ranks: Array) -> Array:
    """The correlations between normal scores that give these rank correlations: 2 sin(pi x rank correlation / 6)."""
    normal = 2 * np.sin(np.pi / 6 * ranks)
    np.fill_diagonal(normal, 1.0)
    return np.asarray(normal, dtype=np.float64)


def _smallest_conflict(matrix: Array) -> list[int]:
    """A smallest set of inputs whose own correlations are already impossible: drop inputs while the rest still conflicts."""
    kept = list(range(len(matrix)))
    for number in list(kept):
        rest = [each for each in kept if each != number]
        if np.linalg.eigvalsh(matrix[np.ix_(rest, rest)])[0] <= 1e-10:
            kept = rest
    return kept


def correlate(uniform: Array, ranks: Array) -> Array:
    """The same points, those of correlated inputs in another order (Iman and Conover, 1982).

    Normal scores are given the wanted correlations, what the sample itself has of them taken out first; each input's own
    points are then put in the order of its scores. So every input keeps its strata, and the rank correlations are met.
    """
    tied = np.flatnonzero(np.any(ranks != np.eye(len(ranks)), axis=1)) if len(ranks) else np.empty(0, dtype=np.int64)
    count = len(uniform)
    if not tied.size or count < 2:
        return uniform
    from scipy.special import ndtri

    scores = np.asarray(ndtri(uniform[:, tied]), dtype=np.float64)
    mixing = np.linalg.cholesky(normal_correlations(ranks[np.ix_(tied, tied)]))
    if count >= LEAST_TO_CORRECT * tied.size:
        centred = [(column - column.mean()) / column.std() for column in scores.T]
        sample = np.array([[float(np.mean(one * other)) for other in centred] for one in centred])
        mixing = mixing @ np.linalg.inv(np.linalg.cholesky(sample))
        scores = np.stack(centred, axis=1)
    ordered = uniform.copy()
    for row, column in enumerate(tied):
        # Term by term and not as a matrix product, whose order of adding may differ between machines.
        score = np.zeros(count)
        for other, weight in enumerate(mixing[row]):
            if weight:
                score += weight * scores[:, other]
        place = np.empty(count, dtype=np.int64)
        place[np.argsort(score, kind="stable")] = np.arange(count)
        ordered[:, column] = np.sort(uniform[:, column])[place]
    return ordered


LEAST_TO_CORRECT = 10
"""Draws per correlated input from which the sample's own correlation is taken out."""
