"""The plane of the scatter: the first two principal components of the clustered space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Floats
from linernotes.clusters.space import components
from linernotes.features import NAMES
from linernotes.models import Axis

# Words for the low and the high end of each feature.
ENDS = {
    "danceability": ("free-flowing", "danceable"),
    "energy": ("calm", "energetic"),
    "speechiness": ("sung", "wordy"),
    "acousticness": ("amplified", "acoustic"),
    "instrumentalness": ("vocal", "instrumental"),
    "liveness": ("studio", "live"),
    "valence": ("sad", "happy"),
    "loudness": ("quiet", "loud"),
    "tempo": ("slow", "fast"),
}
MOST_WORDS = 2
# A second feature names an axis too when it belongs to it nearly as much as the first.
NEARLY = 0.75
BELONGS = 0.3


@dataclass(frozen=True)
class Picture:
    """Coordinates (n, 2) of every placed track and the two axes they are drawn on."""

    points: Floats
    axes: tuple[Axis, Axis]


def picture(matrix: Floats, units: Floats) -> Picture:
    """Draw the rows of the clustered space `matrix` (n, d).

    An axis is worded by its structure loadings: the correlation of each of the nine features in
    `units` (n, 9) with the tracks' places along it, which says what a listener hears change from
    one end to the other.
    """
    plane = components(matrix, 2)
    total = float(((matrix - matrix.mean(axis=0)) ** 2).sum()) / len(matrix)
    points = np.zeros((len(matrix), 2))
    points[:, : plane.scores.shape[1]] = plane.scores
    variance = np.zeros(2)
    variance[: len(plane.variance)] = plane.variance
    explained = variance / total if total else variance
    first, second = (
        Axis(label=_label(points[:, i], units), explained=round(float(explained[i]), 6))
        for i in range(2)
    )
    return Picture(points, (first, second))


def _label(places: Floats, units: Floats) -> str:
    loadings = _correlations(places, units)
    order = np.abs(loadings).round(9).argsort(kind="stable")[::-1]
    top = abs(loadings[order[0]])
    if top < BELONGS:
        return "a bit of everything"
    told = [i for i in order[:MOST_WORDS] if abs(loadings[i]) >= max(BELONGS, NEARLY * top)]
    low = ", ".join(ENDS[NAMES[i]][0 if loadings[i] > 0 else 1] for i in told)
    high = ", ".join(ENDS[NAMES[i]][1 if loadings[i] > 0 else 0] for i in told)
    return f"from {low} to {high}"


def _correlations(places: Floats, units: Floats) -> Floats:
    """Correlation of each column of `units` (n, 9) with `places` (n,); 0 where one is constant."""
    x = places - places.mean()
    y = units - units.mean(axis=0)
    scale = np.sqrt((x**2).sum() * (y**2).sum(axis=0))
    return np.where(scale > 1e-12, x @ y / np.maximum(scale, 1e-12), 0.0)
