"""Tracks that sit badly in their cluster."""

from __future__ import annotations

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances

from linernotes.clusters.arrays import Bools, Floats, Ints

# How much nearer another centre must be: a track half-way between two fits both.
CLEARLY = 1.05


def misfits(whole: Floats, labels: Ints, k: int) -> Bools:
    """Which rows sit badly: nearer to another cluster's centre, or far from every centre.

    Parameters
    ----------
    whole : shape (n, d), all that is known of the tracks. Clusters are cut from its principal
        components, where every track is nearest to its own centre; here a few are not.
    labels : shape (n,), the clusters of the tracks.

    Far is Tukey's outer side of a box plot over the distances to the nearest centre: above the
    upper quartile by one and a half times the distance between the quartiles.
    """
    centres = np.array([whole[labels == j].mean(axis=0) for j in range(k)])
    apart = euclidean_distances(whole, centres).round(9)
    own, nearest = apart[np.arange(len(labels)), labels], apart.min(axis=1)
    low, high = np.quantile(nearest, [0.25, 0.75])
    odd: Bools = (own > CLEARLY * nearest) | (nearest > high + 1.5 * (high - low))
    return odd
