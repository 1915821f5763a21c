"""How good a clustering is: silhouette, agreement of two clusterings, stability."""

from __future__ import annotations

import numpy as np

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.kmeans import lloyd


def distances(table: Floats) -> Floats:
    """Euclidean distances between all rows of an (n, d) table, shape (n, n)."""
    apart = distances_between(table, table)
    # What is left there by rounding would count as a distance to itself.
    np.fill_diagonal(apart, 0.0)
    return apart


def distances_between(one: Floats, other: Floats) -> Floats:
    """Euclidean distances of the rows of `one` (n, d) to those of `other` (m, d), shape (n, m)."""
    squared = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2 * (one @ other.T)
    apart: Floats = np.sqrt(np.maximum(squared, 0.0))
    return apart


def silhouettes(apart: Floats, labels: Ints, k: int) -> Floats:
    """Silhouette of every row, shape (n,), from distances `apart` (n, n) (Rousseeuw, 1987).

    (b - a) / max(a, b), where a is the mean distance to the others of the row's own cluster and
    b the least mean distance to another cluster. 0 for a row alone in its cluster.
    """
    member = (labels[:, None] == np.arange(k)).astype(np.float64)
    sizes = member.sum(axis=0)
    sums = apart @ member
    row = np.arange(len(labels))
    own = sums[row, labels] / np.maximum(sizes[labels] - 1, 1)
    means = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    means[row, labels] = np.inf
    other = means.min(axis=1)
    widest = np.maximum(own, other)
    lonely = (sizes[labels] <= 1) | (widest == 0) | ~np.isfinite(other)
    values: Floats = np.where(lonely, 0.0, (other - own) / np.where(lonely, 1.0, widest))
    return values


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two labellings of the same rows (Hubert and Arabie, 1985).

    1 is the same clusters under any numbers, 0 what chance gives.
    """
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1.0)
    pairs = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    everything = _pairs(np.array(float(len(one))))
    chance = rows * columns / max(float(everything), 1.0)
    most = (rows + columns) / 2
    if most == chance:
        return 1.0
    return float((pairs - chance) / (most - chance))


def stability(
    table: Floats, optima: Floats, labels: Ints, rng: np.random.Generator, rounds: int = 24
) -> float:
    """How much of a clustering comes back when a fifth of the rows is left out, up to 1.

    The mean over `rounds` of the adjusted Rand index, on the rows that were kept, between
    `labels` (n,) and the best clustering of those rows alone.

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
    agreed = [
        adjusted_rand(labels[seen], again[seen])
        for again, seen in zip(runs.labels[winners], rows, strict=True)
    ]
    return float(np.mean(agreed))


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2
