"""One yardstick for two programs: how well a clustering holds, and how much of that is chance.

Stability is what a listener would find who ran the program again: the mean adjusted Rand index
between the clusters of all tracks and those of a random 80 %, made from scratch with the program's
own number of starts. Excess is over Gaussian copies: as many rows with the same covariance, cut
into as many clusters by the same program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score, silhouette_score

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.kmeans import lloyd, seeds

ROUNDS = 12
COPIES = 6
SEED = 7


@dataclass(frozen=True)
class Judgement:
    """Measures of one clustering; `plot` is the share of variance that its scatter shows."""

    k: int
    silhouette: float
    stability: float
    silhouette_excess: float
    stability_excess: float
    plot: float


@dataclass(frozen=True)
class Program:
    """How a program clusters a table: `starts` of k-means; `space` is where silhouettes count."""

    starts: int
    space: Callable[[Floats], Floats]

    def clusters(self, table: Floats, k: int, rng: np.random.Generator) -> Ints:
        """Labels (n,) of the rows of `table` (n, d)."""
        runs = lloyd(table, seeds(table, k, self.starts, rng))
        labels: Ints = runs.labels[int(runs.inertia.argmin())]
        return labels


def judge(program: Program, table: Floats, labels: Ints, k: int, plot: float) -> Judgement:
    """Measure `labels` (n,), which `program` made of `table` (n, d)."""
    rng = np.random.default_rng([SEED, k])
    silhouette, stability = _measure(program, table, labels, k, rng)
    variances, axes = np.linalg.eigh(np.atleast_2d(np.cov(table.T)))
    shape = axes * np.sqrt(np.maximum(variances, 0.0))
    copies = []
    for _ in range(COPIES):
        copy = rng.standard_normal(table.shape) @ shape.T
        copies.append(_measure(program, copy, program.clusters(copy, k, rng), k, rng))
    chance = np.mean(copies, axis=0)
    return Judgement(k, silhouette, stability, silhouette - chance[0], stability - chance[1], plot)


def _measure(
    program: Program, table: Floats, labels: Ints, k: int, rng: np.random.Generator
) -> tuple[float, float]:
    # Tracks that are all alike make one cluster, whatever k.
    parts = len(np.unique(labels)) > 1
    silhouette = float(silhouette_score(program.space(table), labels)) if parts else 0.0
    agreed = []
    for _ in range(ROUNDS):
        kept = np.sort(rng.choice(len(table), round(0.8 * len(table)), replace=False))
        agreed.append(adjusted_rand_score(labels[kept], program.clusters(table[kept], k, rng)))
    return silhouette, float(np.mean(agreed))
