"""The words for how a cluster sounds, and what each of them demands.

A word must be true twice: the cluster stands out within its playlist (z), and its median track
bears the word by itself. So the calm corner of a metal playlist is not called calm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from linernotes.clusters.portrait import Portrait

STANDS_OUT = 0.5
BOTH_AXES = 0.4


@dataclass(frozen=True)
class Word:
    """A word and the bounds on the median track, by feature: (at least, at most)."""

    text: str
    bounds: Mapping[str, tuple[float, float]]
    z: float = STANDS_OUT

    def fits(self, medians: Mapping[str, float]) -> bool:
        """Whether the median track lies within every bound; an unknown median does not."""
        return all(
            low <= medians.get(name, math.nan) <= high for name, (low, high) in self.bounds.items()
        )


_INF = math.inf

# Energy and valence together: (sign of energy, sign of valence).
MOODS: Mapping[tuple[int, int], Word] = {
    (1, 1): Word("upbeat", {"energy": (0.55, 1), "valence": (0.5, 1)}),
    (1, -1): Word("intense", {"energy": (0.65, 1), "valence": (0, 0.5)}),
    (-1, 1): Word("easygoing", {"energy": (0, 0.65), "valence": (0.45, 1)}),
    (-1, -1): Word("melancholy", {"energy": (0, 0.55), "valence": (0, 0.45)}),
}

# One feature alone: words for a high and for a low centre, the first that fits.
ENERGY = ((Word("energetic", {"energy": (0.6, 1)}),), (Word("calm", {"energy": (0, 0.5)}),))
VALENCE = (
    (Word("happy", {"valence": (0.5, 1)}),),
    (
        Word("dark", {"valence": (0, 0.45), "energy": (0.5, 1)}),
        Word("sad", {"valence": (0, 0.4), "energy": (0, 0.5)}),
    ),
)
TEXTURES: Mapping[str, tuple[tuple[Word, ...], tuple[Word, ...]]] = {
    "danceability": (
        (Word("danceable", {"danceability": (0.6, 1)}),),
        (Word("free-flowing", {"danceability": (0, 0.55)}),),
    ),
    "acousticness": (
        (Word("acoustic", {"acousticness": (0.3, 1)}),),
        (Word("amplified", {"acousticness": (0, 0.2), "energy": (0.7, 1)}),),
    ),
    "instrumentalness": (
        (Word("instrumental", {"instrumentalness": (0.5, 1)}),),
        (Word("vocal", {"instrumentalness": (0, 0.1)}),),
    ),
    "speechiness": ((Word("wordy", {"speechiness": (0.1, 1)}),), ()),
    "liveness": ((Word("live feel", {"liveness": (0.3, 1)}, z=0.7),), ()),
    "loudness": (
        (Word("loud", {"loudness": (-7, _INF)}),),
        (Word("quiet", {"loudness": (-_INF, -9)}),),
    ),
    "tempo": (
        (Word("fast", {"tempo": (125, _INF)}),),
        (Word("slow", {"tempo": (0, 105)}),),
    ),
}


def mood(portrait: Portrait) -> str:
    """The mood of a cluster, or nothing."""
    energy, valence = portrait.z["energy"], portrait.z["valence"]
    if min(abs(energy), abs(valence)) >= BOTH_AXES:
        both = MOODS[_sign(energy), _sign(valence)]
        if both.fits(portrait.medians):
            return both.text
    alone = [("energy", ENERGY), ("valence", VALENCE)]
    alone.sort(key=lambda one: -abs(portrait.z[one[0]]))
    return next(filter(None, (_word(portrait, name, words) for name, words in alone)), "")


def textures(portrait: Portrait) -> list[str]:
    """Every texture of a cluster, the one that stands out most first."""
    strongest = sorted(TEXTURES, key=lambda name: (-abs(portrait.z[name]), name))
    return [word for name in strongest if (word := _word(portrait, name, TEXTURES[name]))]


def _word(portrait: Portrait, name: str, words: tuple[tuple[Word, ...], tuple[Word, ...]]) -> str:
    z = portrait.z[name]
    for word in words[0] if z > 0 else words[1]:
        if abs(z) >= word.z and word.fits(portrait.medians):
            return word.text
    return ""


def _sign(value: float) -> int:
    return 1 if value > 0 else -1
