"""The fixed units in which every playlist is measured.

`population.json` beside this module says how songs differ in general;
`linernotes.clusters.reference` is the command that measures it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from linernotes.clusters.arrays import Floats
from linernotes.features import NAMES

CLIP = 3.0


@dataclass(frozen=True)
class Population:
    """How songs differ in general.

    `mean` and `deviation` (9,) are of the transformed features over `tracks` tracks. `metric`
    (9, 9), symmetric, turns deviations into the fixed space, whose plain distance counts a
    difference by how unusual it is between two songs of one playlist, measured on `playlists`.
    """

    tracks: int
    playlists: int
    mean: Floats
    deviation: Floats
    metric: Floats


def transform(table: Floats) -> Floats:
    """Straighten the skewed features of an (n, 9) table of raw values; NaN stays NaN.

    Natural log of speechiness and liveness (not below .02), logit of acousticness (kept .005 from
    its ends), log10 of instrumentalness (not below 1e-4). The others stay as they are.
    """
    columns = {name: table[:, i] for i, name in enumerate(NAMES)}
    for name in ("speechiness", "liveness"):
        columns[name] = np.log(np.maximum(columns[name], 0.02))
    kept = np.clip(columns["acousticness"], 0.005, 0.995)
    columns["acousticness"] = np.log(kept / (1 - kept))
    columns["instrumentalness"] = np.log10(np.maximum(columns["instrumentalness"], 1e-4))
    return np.column_stack([columns[name] for name in NAMES])


def deviations(table: Floats, mean: Floats, deviation: Floats) -> Floats:
    """An (n, 9) table of raw features in deviations from `mean`, clipped at 3, NaN filled.

    A missing value becomes the mean of its column, which moves the track neither way; a column
    that nobody knows becomes 0, the mean of the population.
    """
    units = np.clip((transform(table) - mean) / deviation, -CLIP, CLIP)
    known = ~np.isnan(units)
    sums = np.where(known, units, 0.0).sum(axis=0)
    return np.where(known, units, sums / np.maximum(known.sum(axis=0), 1))


@cache
def population() -> Population:
    """The population that Linernotes ships."""
    told = json.loads(files(__package__).joinpath("population.json").read_text("utf-8"))
    features = [told["features"][name] for name in NAMES]
    return Population(
        tracks=told["tracks"],
        playlists=told["playlists"],
        mean=np.array([feature["mean"] for feature in features]),
        deviation=np.array([feature["deviation"] for feature in features]),
        metric=np.array([feature["metric"] for feature in features]),
    )
