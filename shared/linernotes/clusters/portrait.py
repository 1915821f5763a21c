"""How a cluster stands out within its playlist, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Bools, Floats, Ints
from linernotes.features import NAMES


@dataclass(frozen=True)
class Portrait:
    """A cluster in numbers.

    `medians` are in the features' own units over the cluster's tracks, a feature that none of
    them knows is absent; `z` is the distance of the cluster's centre from the playlist's mean in
    deviations of the playlist, both after the transforms of the fixed space. `share` is the part
    of the placed tracks that it holds, 0 to 1.
    """

    share: float
    medians: Mapping[str, float]
    z: Mapping[str, float]


def portraits(raw: Floats, units: Floats, labels: Ints, k: int) -> list[Portrait]:
    """One portrait a cluster, from raw (n, 9) and scaled (n, 9) features and labels (n,)."""
    if k == 1:
        # Against itself a whole playlist stands out in nothing, so against all music.
        return [_portrait(raw, units, np.ones(len(raw), dtype=np.bool_))]
    deviation = units.std(axis=0)
    # A feature in which all tracks agree tells no cluster from another.
    relative = np.where(
        deviation > 1e-9, (units - units.mean(axis=0)) / np.maximum(deviation, 1e-9), 0.0
    )
    return [_portrait(raw, relative, labels == j) for j in range(k)]


def _portrait(raw: Floats, relative: Floats, member: Bools) -> Portrait:
    known = {name: column[~np.isnan(column)] for name, column in _columns(raw[member])}
    return Portrait(
        share=float(member.mean()),
        medians={name: float(np.median(values)) for name, values in known.items() if len(values)},
        z={name: float(column.mean()) for name, column in _columns(relative[member])},
    )


def _columns(table: Floats) -> zip[tuple[str, Floats]]:
    return zip(NAMES, table.T, strict=True)
