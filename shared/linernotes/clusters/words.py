"""The words for how a cluster sounds, and what each of them demands.

A word must be true twice: the cluster stands out within its playlist (z), and its tracks bear the
word by themselves: two in three of all, and of the half that is read first. So the calm corner of
a metal playlist is not called calm, and no sad name stands over a happy first row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from linernotes.clusters.arrays import Bools, Floats
from linernotes.clusters.portrait import Portrait, leading

STANDS_OUT = 0.5
BOTH_AXES = 0.4
# How much of a cluster has to bear a word.
MOST = 2 / 3
# What no more of a cluster bears is said to be lacking.
FEW = 1 / 5


@dataclass(frozen=True)
class Word:
    """A word and the bounds of a track that bears it, by feature: (at least, at most)."""

    text: str
    bounds: Mapping[str, tuple[float, float]]
    z: float = STANDS_OUT

    def fits(self, raw: Mapping[str, Floats]) -> bool:
        """Whether most tracks lie within every bound, those that lead too (`Portrait.raw`).

        A track of which a feature is not known has no say.
        """
        borne, known = self._told(raw)
        first = leading(len(known))
        return bool(known[:first].any()) and all(
            borne[:end].sum() >= MOST * known[:end].sum() for end in (first, len(known))
        )

    def rare(self, raw: Mapping[str, Floats]) -> bool:
        """Whether few tracks lie within every bound, of those that are known."""
        borne, known = self._told(raw)
        return bool(known.any() and borne.sum() <= FEW * known.sum())

    def _told(self, raw: Mapping[str, Floats]) -> tuple[Bools, Bools]:
        """Which tracks lie within every bound, and of which that is known."""
        values = np.array([raw[name] for name in self.bounds])
        low, high = np.array(list(self.bounds.values())).T[..., None]
        borne = ((low <= values) & (values <= high)).all(axis=0)
        return borne, ~np.isnan(values).any(axis=0)


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
        # Older records are mastered lower: a lively one is not quiet for that.
        (Word("quiet", {"loudness": (-_INF, -9), "energy": (0, 0.65)}),),
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
        if both.fits(portrait.raw):
            return both.text
    alone = [("energy", ENERGY), ("valence", VALENCE)]
    alone.sort(key=lambda one: -abs(portrait.z[one[0]]))
    return next(filter(None, (_word(portrait, name, words) for name, words in alone)), "")


def textures(portrait: Portrait) -> list[str]:
    """Every texture of a cluster, the one that stands out most first."""
    strongest = sorted(TEXTURES, key=lambda name: (-abs(portrait.z[name]), name))
    return [word for name in strongest if (word := texture(portrait, name))]


def texture(portrait: Portrait, name: str) -> str:
    """The texture of a cluster in one feature, or nothing."""
    return _word(portrait, name, TEXTURES[name]) if name in TEXTURES else ""


def _word(portrait: Portrait, name: str, words: tuple[tuple[Word, ...], tuple[Word, ...]]) -> str:
    z = portrait.z[name]
    for word in words[0] if z > 0 else words[1]:
        if abs(z) >= word.z and word.fits(portrait.raw):
            return word.text
    return ""


def _sign(value: float) -> int:
    return 1 if value > 0 else -1
