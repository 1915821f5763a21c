"""How many clusters, and whether any at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin, silhouette_score
from sklearn.metrics.pairwise import euclidean_distances

from linernotes.clusters.arrays import Floats, Ints
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import stability

FEWEST_CLUSTERS, MOST_CLUSTERS = 2, 8
TRACKS_A_CLUSTER = 10
SMALLEST = 4
SMALLEST_SHARE = 0.04
# How many times k-means is started for each k.
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


def most_clusters(tracks: int) -> int:
    """The largest k that is tried for so many tracks; 1 when they are too few to cut."""
    return max(1, min(MOST_CLUSTERS, tracks // TRACKS_A_CLUSTER))


def smallest_cluster(tracks: int) -> int:
    """How many of so many tracks a cluster must hold."""
    return max(SMALLEST, math.ceil(SMALLEST_SHARE * tracks))


def cuts(matrix: Floats, most: int = 0) -> list[Cut]:
    """Every allowed way to cut the rows of an (n, d) matrix, by rising k from 2 to `most`.

    A k for which k-means leaves a cluster that is too small is not allowed.
    """
    apart = euclidean_distances(matrix)
    tried = range(FEWEST_CLUSTERS, (most or most_clusters(len(matrix))) + 1)
    return [cut for k in tried if (cut := cut_into(matrix, k, apart))]


def cut_into(matrix: Floats, k: int, apart: Floats, start: Floats | None = None) -> Cut | None:
    """The best cut of an (n, d) matrix into k, or the one around the centres `start` (k, d).

    `apart` (n, n) are the distances between the rows. Around given centres every row goes to the
    nearest and that is all: k-means would walk on from there and move rows that need not move.
    None when a cluster is too small; one that stood before may be half that size, or a few tracks
    more would make it go and everything move.
    """
    if len(np.unique(matrix.round(9), axis=0)) < k:
        return None
    # A generator a k: what one k draws must not depend on how many were tried before it.
    rng = np.random.default_rng([_SEED, k])
    solutions, _ = optima(lloyd(matrix, seeds(matrix, k, STARTS, rng)), OPTIMA)
    if start is None:
        centres, labels = _largest_first(*fit(matrix, solutions[0]))
    else:
        centres, labels = start, pairwise_distances_argmin(matrix, start).astype(np.intp)
    smallest = smallest_cluster(len(matrix))
    if np.bincount(labels, minlength=k).min() < (smallest if start is None else smallest / 2):
        return None
    silhouette = float(silhouette_score(apart, labels, metric="precomputed"))
    solutions = np.concatenate([centres[None], solutions])
    return Cut(k, centres, labels, silhouette, stability(matrix, solutions, labels, rng))


def fit(matrix: Floats, start: Floats) -> tuple[Floats, Ints]:
    """Centres (k, d) and labels (n,) that k-means finds from the centres `start` (k, d)."""
    # Without tolerance: every row is then labelled by the mean of its own cluster.
    found = KMeans(len(start), init=start, n_init=1, tol=0.0).fit(matrix)
    return found.cluster_centers_, found.labels_.astype(np.intp)


def choose(found: Sequence[Cut], nameable: Callable[[Cut], bool]) -> Cut | None:
    """The cut that holds best, or None when the playlist is one mood.

    Of near ties the one with most clusters wins, if listeners can name them all.
    """
    stable = [cut for cut in found if cut.stability >= GATE and cut.silhouette > 0]
    if not stable:
        return None
    top = max(stable, key=lambda cut: cut.score)
    ties = [cut for cut in stable if cut.k > top.k and cut.score >= NEAR_TIE * top.score]
    return next((cut for cut in reversed(ties) if nameable(cut)), top)


def spread(matrix: Floats, cut: Cut) -> Cut:
    """A cut of some of the rows of `matrix` (n, d), grown to all of them by k-means."""
    if len(matrix) == len(cut.labels):
        return cut
    return Cut(cut.k, *fit(matrix, cut.centres), cut.silhouette, cut.stability)


def joined(matrix: Floats, cut: Cut) -> Cut:
    """A cut of some of the rows of `matrix` (n, d), where all go to the nearest of its centres."""
    labels = pairwise_distances_argmin(matrix, cut.centres).astype(np.intp)
    return replace(cut, labels=labels)


def _largest_first(centres: Floats, labels: Ints) -> tuple[Floats, Ints]:
    """The same clusters, the largest first; equals by their first row."""
    k = len(centres)
    sizes = np.bincount(labels, minlength=k)
    first = [int((labels == j).argmax()) for j in range(k)]
    order = sorted(range(k), key=lambda j: (-int(sizes[j]), first[j]))
    place = np.empty(k, dtype=np.intp)
    place[order] = np.arange(k)
    return centres[order], place[labels]
