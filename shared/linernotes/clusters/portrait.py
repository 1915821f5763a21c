"""How a cluster stands out within its playlist, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from linernotes.clusters.arrays import Floats, Ints

# Fewer than so many first rows say nothing about those below them.
FEWEST_LEADING = 5


def leading(tracks: int) -> int:
    """How many of a cluster's tracks lead it: the half that is nearest to its centre.

    They are the rows that are read first, so what the cluster is called has to be true of them.
    """
    return max(FEWEST_LEADING, -(-tracks // 2))


@dataclass(frozen=True)
class Portrait:
    """A cluster in numbers.

    `share` is the part of the placed tracks that it holds, 0 to 1; `raw` holds the features of
    its tracks in their own units, an array a feature, the most typical track first, NaN for what
    is not known; `z` is the distance of the cluster's centre from the playlist's mean in
    deviations of the playlist, after the transforms of the fixed space; `lacks` is a genre that
    the rest has and it has not, where that is all there is to say.
    """

    share: float
    raw: Mapping[str, Floats]
    z: Mapping[str, float]
    lacks: str = ""

    @property
    def medians(self) -> dict[str, float]:
        """The median of each feature that any of the tracks knows."""
        known = {name: values[~np.isnan(values)] for name, values in self.raw.items()}
        return {name: float(np.median(values)) for name, values in known.items() if len(values)}


def portraits(raw: pd.DataFrame, units: pd.DataFrame, typical: Sequence[Ints]) -> list[Portrait]:
    """One portrait a cluster, none of them empty.

    Parameters
    ----------
    raw, units : the tables of `linernotes.clusters.ground.Ground`, a column a feature.
    typical : the rows of each cluster, the most typical first; together all rows, each once.
    """
    # Against itself a whole playlist stands out in nothing, so against all music.
    relative = _within(units) if len(typical) > 1 else units
    names, table, places = [str(name) for name in raw], raw.to_numpy(), relative.to_numpy()
    return [
        Portrait(
            share=len(rows) / len(table),
            raw=dict(zip(names, table[rows].T, strict=True)),
            z=dict(zip(names, places[np.sort(rows)].mean(axis=0).tolist(), strict=True)),
        )
        for rows in typical
    ]


def _within(units: pd.DataFrame) -> pd.DataFrame:
    """The columns in deviations of the playlist from its mean."""
    deviation = units.std(ddof=0)
    # A feature in which all tracks agree tells no cluster from another.
    agreed = deviation <= 1e-9
    relative = (units - units.mean()) / deviation.mask(agreed, 1.0)
    return relative.mask(agreed, 0.0, axis=1)
