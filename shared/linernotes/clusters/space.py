"""The space in which playlists are clustered: fixed units, then principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA

from linernotes.clusters.arrays import Bools, Floats
from linernotes.clusters.population import deviations, population
from linernotes.features import ENOUGH_FEATURES

COMPONENTS = 4


@dataclass(frozen=True)
class Components:
    """Principal components of a table.

    `scores` (n, c) are the centred rows in the basis of the components, the most telling first;
    `loadings` (c, d) are the unit vectors of that basis; `variance` (c,) is the variance along
    each, divided by n.
    """

    scores: Floats
    loadings: Floats
    variance: Floats


def placeable(table: Floats) -> Bools:
    """Which rows of an (n, 9) table of raw features know enough to be placed, shape (n,)."""
    return (~np.isnan(table)).sum(axis=1) >= ENOUGH_FEATURES


def scaled(table: Floats) -> Floats:
    """An (n, 9) table of raw features in deviations of the reference population, gaps filled."""
    reference = population()
    return deviations(table, reference.mean, reference.deviation)


def fixed(units: Floats) -> Floats:
    """The fixed space (n, 9) of scaled features: its distances compare between playlists."""
    return units @ population().metric


def components(matrix: Floats, count: int) -> Components:
    """The first `count` principal components of an (n, d) matrix.

    The sign of each component makes its largest loading positive, so that a picture drawn again
    is not mirrored. Fewer are given when the matrix has fewer.
    """
    # Named, since the default solver depends on the size of the matrix.
    fitted = PCA(min(count, *matrix.shape), svd_solver="full")
    # The share of a variance that is 0, of rows that are all alike, is not asked for here.
    with np.errstate(invalid="ignore"):
        scores = fitted.fit_transform(matrix)
    loadings = fitted.components_
    # Rounded before the largest is looked for: of two equal loadings always the first.
    largest = np.abs(loadings).round(9).argmax(axis=1)
    signs = np.where(loadings[np.arange(len(loadings)), largest] < 0, -1.0, 1.0)
    return Components(
        scores=scores * signs,
        loadings=loadings * signs[:, None],
        variance=fitted.singular_values_**2 / len(matrix),
    )
