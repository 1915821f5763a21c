"""k-means, many runs at once: for bootstraps and Gaussian copies, thousands a playlist.

All runs share one (n, d) table and differ in their starting centres and in which rows they may
look at, so that a step of every run is two matrix products. A loop over fits of scikit-learn,
which makes the clusters themselves, would cost several times as much at the size of a playlist.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Bools, Floats, Ints

STEPS = 60


@dataclass(frozen=True)
class Runs:
    """What came of r runs: `centres` (r, k, d), `labels` (r, n) of every row, `inertia` (r,).

    Inertia is the sum of squared distances of the rows a run was allowed to look at.
    """

    centres: Floats
    labels: Ints
    inertia: Floats


def seeds(table: Floats, k: int, runs: int, rng: np.random.Generator) -> Floats:
    """Starting centres (runs, k, d) by k-means++ (Arthur and Vassilvitskii, 2007)."""
    n = len(table)
    chosen = np.empty((runs, k), dtype=np.intp)
    chosen[:, 0] = rng.integers(n, size=runs)
    nearest = _squared(table, table[chosen[:, :1]])[:, 0]
    for j in range(1, k):
        total = nearest.cumsum(axis=1)
        aim = rng.random((runs, 1)) * total[:, -1:]
        chosen[:, j] = np.minimum((total <= aim).sum(axis=1), n - 1)
        nearest = np.minimum(nearest, _squared(table, table[chosen[:, j : j + 1]])[:, 0])
    return table[chosen]


def lloyd(table: Floats, starts: Floats, rows: Bools | None = None) -> Runs:
    """Run k-means from each of `starts` (r, k, d) until no label changes.

    Parameters
    ----------
    table : shape (n, d).
    rows : shape (r, n), the rows that each run may look at; all of them by default. The others
        are labelled by their nearest centre all the same.

    A centre that loses all its rows stays where it was.
    """
    centres = starts.copy()
    runs, k = starts.shape[:2]
    labels = np.full((runs, len(table)), -1, dtype=np.intp)
    moving = np.arange(runs)
    for _ in range(STEPS):
        now = _squared(table, centres[moving]).argmin(axis=1)
        changed = (now != labels[moving]).any(axis=1)
        labels[moving] = now
        moving = moving[changed]
        if not len(moving):
            break
        member = now[changed][:, None, :] == np.arange(k)[:, None]
        if rows is not None:
            member &= rows[moving][:, None, :]
        sizes = member.sum(axis=2)
        means = (member.astype(np.float64) @ table) / np.maximum(sizes, 1)[..., None]
        centres[moving] = np.where(sizes[..., None] > 0, means, centres[moving])
    squared = np.take_along_axis(_squared(table, centres), labels[:, None, :], axis=1)[:, 0]
    counted = squared if rows is None else np.where(rows, squared, 0.0)
    return Runs(centres, labels, counted.sum(axis=1))


def optima(runs: Runs, most: int) -> tuple[Floats, Ints]:
    """The distinct solutions that runs on the same rows found, the least inertia first.

    Returns centres (m, k, d) and labels (m, n), m at most `most`. Two runs of one inertia are one
    solution under other numbers.
    """
    # Rounded, or the last bit would tell apart two runs that found the same clusters.
    _, first = np.unique(runs.inertia.round(6), return_index=True)
    kept = first[:most]
    return runs.centres[kept], runs.labels[kept]


def _squared(table: Floats, centres: Floats) -> Floats:
    """Squared distances (r, k, n) of every row to every centre."""
    products = centres @ table.T
    norms = (centres**2).sum(axis=2)[..., None] + (table**2).sum(axis=1)
    distances: Floats = np.maximum(norms - 2 * products, 0.0)
    return distances
