"""The plane of the scatter: the first two principal components of the clustered space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Floats
from linernotes.clusters.ground import Ground
from linernotes.clusters.marks import DECADE, GENRE, LABEL, Kind, short
from linernotes.clusters.space import components
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
# A second word names an end too when it belongs to it nearly as much as the first.
NEARLY = 0.75
BELONGS = 0.3
# No variance, but for rounding.
NOWHERE = 1e-12
# A mark that fewer tracks bear says little about a direction.
COMMON = 0.05
MOST_MARKS = 40


@dataclass(frozen=True)
class Picture:
    """Coordinates (n, 2) of every placed track and the two axes they are drawn on."""

    points: Floats
    axes: tuple[Axis, Axis]


@dataclass(frozen=True)
class Pole:
    """A word for one end of an axis: `values` (n,) rise with how much a track is like it."""

    word: str
    values: Floats


def picture(ground: Ground) -> Picture:
    """Draw the tracks of `ground` in the plane that shows most of the clustered space.

    An axis is worded by its structure loadings, the correlations of what is known of the tracks
    with their places along it: what changes for a listener from one end to the other.
    """
    matrix = ground.matrix
    plane = components(matrix, 2)
    width = plane.scores.shape[1]
    points, variance = np.zeros((len(matrix), 2)), np.zeros(2)
    points[:, :width], variance[:width] = plane.scores, plane.variance
    total = float(((matrix - matrix.mean(axis=0)) ** 2).sum()) / len(matrix)
    # Where all tracks stand in one place, what is left of it is rounding.
    explained = variance / total if total > NOWHERE else np.zeros(2)
    poles = _poles(ground)
    first, second = (
        Axis(label=_label(points[:, i], poles), explained=round(float(explained[i]), 6))
        for i in range(2)
    )
    return Picture(points, (first, second))


def _poles(ground: Ground) -> list[Pole]:
    if ground.mode == "context":
        return [*_borne(ground, GENRE), *_borne(ground, DECADE), *_borne(ground, LABEL)]
    poles = []
    for name, values in ground.units.items():
        low, high = ENDS[str(name)]
        poles += [Pole(low, -values.to_numpy()), Pole(high, values.to_numpy())]
    return [*poles, *_borne(ground, GENRE)] if ground.mode == "blend" else poles


def _borne(ground: Ground, kind: Kind) -> list[Pole]:
    """A pole for every common mark of a kind: 1 for the tracks that bear it, else 0."""
    borne = [frozenset(filter(short, kind.read(track))) for track in ground.tracks]
    counts = Counter(mark for marks in borne for mark in marks)
    common = sorted(
        (-count, mark) for mark, count in counts.items() if count >= COMMON * len(borne)
    )
    return [
        Pole(mark, np.array([mark in marks for marks in borne], dtype=np.float64))
        for _, mark in common[:MOST_MARKS]
    ]


def _label(places: Floats, poles: Sequence[Pole]) -> str:
    low, high = _end(-places, poles), _end(places, poles)
    if not low and not high:
        return "a bit of everything"
    return f"from {low or 'the rest'} to {high or 'the rest'}"


def _end(places: Floats, poles: Sequence[Pole]) -> str:
    """The words of the poles that rise most with `places` (n,)."""
    strengths = [(round(_correlation(places, pole.values), 9), pole.word) for pole in poles]
    strengths.sort(key=lambda one: -one[0])
    least = max(BELONGS, NEARLY * strengths[0][0]) if strengths else BELONGS
    told = (word for strength, word in strengths if strength >= least)
    return ", ".join(list(dict.fromkeys(told))[:MOST_WORDS])


def _correlation(one: Floats, other: Floats) -> float:
    """Pearson's correlation; 0 where one of them is constant."""
    x, y = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((x**2).sum() * (y**2).sum()))
    return float(x @ y) / scale if scale > 1e-12 else 0.0
