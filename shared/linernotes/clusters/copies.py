"""Clear or soft: whether the clusters say more than a cloud without any would.

Cutting a shapeless cloud gives a silhouette and a stability too, and high ones. So a playlist is
held against copies of itself without clusters, of two kinds. The plain ones are Gaussian, with as
many tracks and the same covariance. The faithful ones also keep how each single feature is spread
(a Gaussian copula): where many tracks have no instrumental part at all and the others some, that
alone makes two heaps, in noise as in music. And a mixture of as many clouds has to tell where the
tracks are better than one cloud does, counting what it takes to describe it (Schwarz, 1978): a few
lucky tracks can make a good silhouette, not a mixture worth its parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture

from linernotes.clusters.arrays import Floats
from linernotes.clusters.choice import Cut
from linernotes.clusters.ground import Ground
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import stability
from linernotes.clusters.space import COMPONENTS, components, fixed

COPIES = 12
STARTS = 12
OPTIMA = 6
ROUNDS = 12
CLEAR_SILHOUETTE = 0.05
# More over faithful copies: clouds drawn from raw features, which they know only by rank, lie up
# to .09 above them where tracks are few, and .07 where they are many.
CLEAR_OVER_FAITHFUL = 0.075
CLEAR_STABILITY = 0.10
# Chance alone goes far in a small playlist, and k was chosen where the silhouette is good.
CLEAR_DEVIATIONS = 4.5
# No cut is steadier than 1, so where shapeless clouds already hold at .95, as halves do, none
# could be .10 above them. Heaps as far apart as this are clear by the silhouette alone.
FAR_APART = 0.12
_SEED = 30103

# Draws a copy, shape (n, c), with the randomness that it is given.
type Copier = Callable[[np.random.Generator], Floats]


@dataclass(frozen=True)
class Shapeless:
    """What cutting shapeless clouds into as many clusters gives: means, and how much the
    silhouette varies from cloud to cloud."""

    silhouette: float
    stability: float
    deviation: float

    def beaten_by(self, cut: Cut, least: float) -> bool:
        """Whether `cut` is clearly better than what chance makes of the same material.

        Its silhouette has to be larger by `least`, and by as many deviations as rule luck out.
        """
        excess = cut.silhouette - self.silhouette
        if excess < max(least, CLEAR_DEVIATIONS * self.deviation):
            return False
        return excess >= FAR_APART or cut.stability - self.stability >= CLEAR_STABILITY


def shapeless(copier: Copier, k: int) -> Shapeless:
    """Cut `COPIES` shapeless clouds into k clusters."""
    rng = np.random.default_rng([_SEED, k])
    found = []
    for _ in range(COPIES):
        cloud = copier(rng)
        solutions, labelled = optima(lloyd(cloud, seeds(cloud, k, STARTS, rng)), OPTIMA)
        silhouette = silhouette_score(cloud, labelled[0])
        found.append((silhouette, stability(cloud, solutions, labelled[0], rng, ROUNDS)))
    mean, deviation = np.mean(found, axis=0), np.std(found, axis=0)
    return Shapeless(float(mean[0]), float(mean[1]), float(deviation[0]))


def plain(table: Floats) -> Copier:
    """Gaussian clouds with the covariance of `table` (n, d)."""
    return _gaussian(np.atleast_2d(np.cov(table.T)), len(table))


def _gaussian(covariance: Floats, rows: int) -> Copier:
    # By its eigenvectors: unlike a Cholesky factor they exist for a flat cloud too.
    variances, axes = np.linalg.eigh(covariance)
    shape = axes * np.sqrt(np.maximum(variances, 0.0))
    return lambda rng: np.asarray(rng.standard_normal((rows, len(shape))) @ shape.T)


def faithful(found: Ground) -> Copier:
    """Clouds in which each feature takes the very values that it has on `found`, tied to each
    other and to the genres by rank as there, and by nothing else."""
    units = found.units.to_numpy()
    features = units.shape[1]
    values = np.sort(units, axis=0)
    scores = _normal(units)
    # Where many tracks have one value, as no instrumental part at all, their common score says
    # less of what lies behind it: covariances with it shrink as its own variance does.
    left = scores.var(axis=0)
    scores /= np.where(left > 1e-9, left, 1.0)
    ties = np.atleast_2d(np.cov(np.hstack([scores, found.whole[:, features:]]).T))
    ties[np.arange(features), np.arange(features)] = 1.0
    draw = _gaussian(ties, len(units))

    def copier(rng: np.random.Generator) -> Floats:
        cloud = draw(rng)
        places = cloud[:, :features].argsort(axis=0, kind="stable").argsort(axis=0)
        sound = fixed(np.take_along_axis(values, places, axis=0))
        return components(np.hstack([sound, cloud[:, features:]]), COMPONENTS).scores

    return copier


def strength(found: Ground, cut: Cut) -> Literal["clear", "soft"]:
    """Whether `cut` beats both kinds of copy of `found`, and one cloud as an account of it."""
    clear = (
        shapeless(plain(found.matrix), cut.k).beaten_by(cut, CLEAR_SILHOUETTE)
        and worth_it(found.matrix, cut)
        # Without sound there is no feature whose spread could be kept.
        and (
            found.mode == "context"
            or shapeless(faithful(found), cut.k).beaten_by(cut, CLEAR_OVER_FAITHFUL)
        )
    )
    return "clear" if clear else "soft"


def worth_it(table: Floats, cut: Cut) -> bool:
    """Whether clouds of one shape around the clusters tell `table` (n, d) better than one does."""
    one = GaussianMixture(1, random_state=_SEED).fit(table)
    many = GaussianMixture(
        cut.k, covariance_type="tied", means_init=cut.centres, random_state=_SEED
    ).fit(table)
    return float(many.bic(table)) < float(one.bic(table))


def _normal(table: Floats) -> Floats:
    """Each column of `table` (n, d) as the normal scores of its ranks, equals alike."""
    scores = np.empty_like(table)
    for i, column in enumerate(table.T):
        _, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
        ranks = counts.cumsum() - (counts - 1) / 2
        scores[:, i] = ndtri((ranks - 0.5) / len(column))[inverse]
    return scores
