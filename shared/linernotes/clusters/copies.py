"""Clear or soft: whether the clusters say more than a cloud without any would.

Cutting a shapeless cloud gives a silhouette and a stability too, and high ones. So a playlist is
held against Gaussian copies of itself: as many tracks, the same covariance, no clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from sklearn.metrics import silhouette_score

from linernotes.clusters.arrays import Floats
from linernotes.clusters.choice import Cut
from linernotes.clusters.kmeans import lloyd, optima, seeds
from linernotes.clusters.measures import stability

COPIES = 12
STARTS = 12
OPTIMA = 6
ROUNDS = 12
CLEAR_SILHOUETTE = 0.05
CLEAR_STABILITY = 0.10
# Chance alone goes far in a small playlist, and k was chosen where the silhouette is good.
CLEAR_DEVIATIONS = 3.0
_SEED = 30103


@dataclass(frozen=True)
class Shapeless:
    """What cutting shapeless clouds into as many clusters gives: means, and how much the
    silhouette varies from cloud to cloud."""

    silhouette: float
    stability: float
    deviation: float


def shapeless(matrix: Floats, k: int, copies: int = COPIES) -> Shapeless:
    """Cut `copies` Gaussian clouds with the covariance of `matrix` (n, d) into k clusters."""
    rng = np.random.default_rng([_SEED, k])
    covariance = np.atleast_2d(np.cov(matrix.T))
    # By its eigenvectors: unlike a Cholesky factor they exist for a flat cloud too.
    variances, axes = np.linalg.eigh(covariance)
    shape = axes * np.sqrt(np.maximum(variances, 0.0))
    found = []
    for _ in range(copies):
        cloud = rng.standard_normal(matrix.shape) @ shape.T
        solutions, labelled = optima(lloyd(cloud, seeds(cloud, k, STARTS, rng)), OPTIMA)
        silhouette = silhouette_score(cloud, labelled[0])
        found.append((silhouette, stability(cloud, solutions, labelled[0], rng, ROUNDS)))
    mean, deviation = np.mean(found, axis=0), np.std(found, axis=0)
    return Shapeless(float(mean[0]), float(mean[1]), float(deviation[0]))


def strength(matrix: Floats, cut: Cut) -> Literal["clear", "soft"]:
    """Whether `cut` beats shapeless copies of `matrix` (n, d) in silhouette and in stability."""
    chance = shapeless(matrix, cut.k)
    excess = cut.silhouette - chance.silhouette
    clear = (
        excess >= max(CLEAR_SILHOUETTE, CLEAR_DEVIATIONS * chance.deviation)
        and cut.stability - chance.stability >= CLEAR_STABILITY
    )
    return "clear" if clear else "soft"
