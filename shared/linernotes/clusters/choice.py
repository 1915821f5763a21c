"""How many clusters, and whether any at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import distances, silhouettes, stability

MOST_CLUSTERS = 8
TRACKS_A_CLUSTER = 10
SMALLEST = 4
SMALLEST_SHARE = 0.04
STARTS = 24
# How many distinct solutions each bootstrap starts from.
OPTIMA = 8
# Below this, leaving out a fifth of the tracks gives other clusters: one mood, not cut up.
GATE = 0.60
# Scores this close say the same of two numbers of clusters.
NEAR_TIE = 0.95
_SEED = 20201


@dataclass(frozen=True)
class Cut:
    """A playlist cut into `k` clusters; `centres` (k, d) and `labels` (n,) belong together."""

    k: int
    centres: Floats
    labels: Ints
    silhouette: float
    stability: float

    @property
    def score(self) -> float:
        """What the choice of k maximises."""
        return self.silhouette * self.stability


def cuts(matrix: Floats) -> list[Cut]:
    """Every allowed way to cut the rows of an (n, d) matrix, by rising k from 2.

    A k for which k-means leaves a cluster smaller than max(4, 4 % of n) is not allowed.
    """
    n = len(matrix)
    smallest = max(SMALLEST, math.ceil(SMALLEST_SHARE * n))
    apart = distances(matrix)
    found = []
    for k in range(2, min(MOST_CLUSTERS, n // TRACKS_A_CLUSTER) + 1):
        # A generator a k: what one k draws must not depend on how many were tried before it.
        rng = np.random.default_rng([_SEED, k])
        solutions, labelled = optima(lloyd(matrix, seeds(matrix, k, STARTS, rng)), OPTIMA)
        centres, labels = _ordered(solutions[0], labelled[0])
        if np.bincount(labels, minlength=k).min() < smallest:
            continue
        silhouette = float(silhouettes(apart, labels, k).mean())
        held = stability(matrix, solutions, labels, rng)
        found.append(Cut(k, centres, labels, silhouette, held))
    return found


def choose(found: Sequence[Cut], nameable: Callable[[Cut], bool]) -> Cut | None:
    """The cut that holds best, or None when the playlist is one mood.

    Of near ties the one with most clusters wins, if listeners can name them all.
    """
    stable = [cut for cut in found if cut.stability >= GATE]
    if not stable:
        return None
    top = max(stable, key=lambda cut: cut.score)
    ties = [cut for cut in stable if cut.k > top.k and cut.score >= NEAR_TIE * top.score]
    return next((cut for cut in reversed(ties) if nameable(cut)), top)


def _ordered(centres: Floats, labels: Ints) -> tuple[Floats, Ints]:
    """The same clusters, the largest first; equals by their first row."""
    k = len(centres)
    sizes = np.bincount(labels, minlength=k)
    first = [int((labels == j).argmax()) for j in range(k)]
    order = sorted(range(k), key=lambda j: (-int(sizes[j]), first[j]))
    place = np.empty(k, dtype=np.intp)
    place[order] = np.arange(k)
    return centres[order], place[labels]
