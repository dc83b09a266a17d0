"""Inputs that move together: the correlations of a set-up, and draws that follow them."""

from __future__ import annotations

import numpy as np

from model.analyses.risk.setup import Setup
from model.case.uncertainty.correlations import matrix_of, normal_correlations
from model.case.uncertainty.distributions import Array
from model.case.uncertainty.normal import normal_quantile


def correlation_matrix(setup: Setup) -> Array:
    """The full matrix of rank correlations over the varied inputs of a set-up."""
    return matrix_of(setup.distributions, setup.correlations)


def correlate(uniform: Array, ranks: Array) -> Array:
    """The same points, those of correlated inputs in another order (Iman and Conover, 1982).

    Normal scores are given the wanted correlations, what the sample itself has of them taken out first; each input's
    own points are then put in the order of its scores. So every input keeps its strata, and the rank correlations are
    met.
    """
    tied = np.flatnonzero(np.any(ranks != np.eye(len(ranks)), axis=1)) if len(ranks) else np.empty(0, dtype=np.int64)
    count = len(uniform)
    if not tied.size or count < 2:
        return uniform
    scores = normal_quantile(uniform[:, tied])
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
        rank = np.empty(count, dtype=np.int64)
        rank[np.argsort(score, kind="stable")] = np.arange(count)
        ordered[:, column] = np.sort(uniform[:, column])[rank]
    return ordered


LEAST_TO_CORRECT = 10
"""Draws per correlated input from which the sample's own correlation is taken out."""
