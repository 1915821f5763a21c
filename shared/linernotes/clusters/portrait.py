"""How a cluster stands out within its playlist, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from linernotes.clusters.arrays import Ints


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


def portraits(raw: pd.DataFrame, units: pd.DataFrame, labels: Ints, k: int) -> list[Portrait]:
    """One portrait a cluster, none of them empty.

    Parameters
    ----------
    raw, units : the tables of `linernotes.clusters.ground.Ground`, a column a feature.
    labels : shape (n,), the cluster of each row.
    """
    # Against itself a whole playlist stands out in nothing, so against all music.
    relative = _within(units) if k > 1 else units
    shares = np.bincount(labels, minlength=k) / len(labels)
    medians, centres = raw.groupby(labels).median(), relative.groupby(labels).mean()
    return [
        Portrait(
            share=float(shares[j]),
            medians=medians.loc[j].dropna().to_dict(),
            z=centres.loc[j].to_dict(),
        )
        for j in range(k)
    ]


def _within(units: pd.DataFrame) -> pd.DataFrame:
    """The columns in deviations of the playlist from its mean."""
    deviation = units.std(ddof=0)
    # A feature in which all tracks agree tells no cluster from another.
    agreed = deviation <= 1e-9
    relative = (units - units.mean()) / deviation.mask(agreed, 1.0)
    return relative.mask(agreed, 0.0, axis=1)
