"""How much of a clustering comes back when it is made again."""

from __future__ import annotations

import numpy as np

from linernotes.clusters.arrays import Bools, Floats, Ints
from linernotes.clusters.kmeans import lloyd


def stability(
    table: Floats, optima: Floats, labels: Ints, rng: np.random.Generator, rounds: int = 24
) -> float:
    """How much of a clustering comes back when a fifth of the rows is left out, up to 1.

    The mean over `rounds` of the adjusted Rand index (Hubert and Arabie, 1985), on the rows that
    were kept, between `labels` (n,) and the best clustering of those rows alone.

    Each round starts from the centres of every solution in `optima` (m, k, d) that k-means found
    for all rows: started from the best one only it would stay there, and anything would pass for
    stable (structureless data .95 instead of .69).
    """
    n, m = len(table), len(optima)
    kept = max(2, round(0.8 * n))
    order = rng.random((rounds, n)).argsort(axis=1)
    rows = np.zeros((rounds, n), dtype=np.bool_)
    np.put_along_axis(rows, order[:, :kept], True, axis=1)
    runs = lloyd(table, np.tile(optima, (rounds, 1, 1)), np.repeat(rows, m, axis=0))
    winners = runs.inertia.reshape(rounds, m).round(9).argmin(axis=1) + np.arange(rounds) * m
    return float(agreements(labels, runs.labels[winners], rows).mean())


def agreements(labels: Ints, others: Ints, rows: Bools) -> Floats:
    """Adjusted Rand index of `labels` (n,) with each of `others` (r, n), shape (r,).

    Each looks at its own `rows` (r, n) alone. It is `sklearn.metrics.adjusted_rand_score` for all
    at once: there are three hundred a playlist, and one by one their checks of the input would
    take longer than all the rest.
    """
    one, other = (np.arange(found.max() + 1) == found[..., None] for found in (labels, others))
    # Table i holds how many rows lie in cluster a of `labels` and cluster b of `others[i]`.
    tables = one.T.astype(np.float64) @ (other & rows[..., None])
    pairs = _pairs(tables).sum(axis=(1, 2))
    first, second = (_pairs(tables.sum(axis=axis)).sum(axis=1) for axis in (2, 1))
    chance = first * second / np.maximum(_pairs(rows.sum(axis=1, dtype=np.float64)), 1)
    most = (first + second) / 2
    # Where chance gives the most there is, both are one cluster, or both are one a row.
    same = most == chance
    agreed: Floats = np.where(same, 1.0, (pairs - chance) / np.where(same, 1.0, most - chance))
    return agreed


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2
