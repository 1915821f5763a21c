"""Audio features of a track: which ones, in what range, and when one counts as missing.

Nothing here needs numpy, so pages and readers may ask too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from linernotes.models import Track

# With fewer of the nine features a track would be placed by what its neighbours are like.
ENOUGH_FEATURES = 6
# From so many tracks that can be placed on, moods are looked for.
ENOUGH_TRACKS = 30

_LOCAL = "spotify:local:"


@dataclass(frozen=True)
class Feature:
    """An audio feature: its name in `linernotes.models.Features`, its range and its unit."""

    name: str
    low: float
    high: float
    unit: str = ""

    def holds(self, value: float) -> bool:
        """Whether `value` is one that the analysis can have measured; false for NaN."""
        return self.low <= value <= self.high


# The order is that of every feature vector in Linernotes: centroids of clusters too.
SOUND: tuple[Feature, ...] = (
    Feature("danceability", 0.0, 1.0),
    Feature("energy", 0.0, 1.0),
    Feature("speechiness", 0.0, 1.0),
    Feature("acousticness", 0.0, 1.0),
    Feature("instrumentalness", 0.0, 1.0),
    Feature("liveness", 0.0, 1.0),
    Feature("valence", 0.0, 1.0),
    Feature("loudness", -60.0, 6.0, "dB"),
    Feature("tempo", 1.0, 300.0, "BPM"),
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in SOUND)

# Where no beat was found these three are written as 0 beside tempo 0, which is no measurement.
_NEED_A_BEAT = frozenset({"danceability", "speechiness", "valence", "tempo"})


def is_local(track: Track) -> bool:
    """Whether the track is a file of the owner's own, which Spotify never analysed."""
    return track.uri.startswith(_LOCAL) or track.key.startswith(_LOCAL)


def sound_of(track: Track) -> tuple[float, ...]:
    """The nine features of `track` in the order of `SOUND`, NaN for a missing value.

    Missing are: what the export does not tell, what lies out of range, everything of a local
    file (its features belong to another row), and the zeros that stand for "no beat found".
    """
    told = track.features
    if told is None or is_local(track):
        return (math.nan,) * len(SOUND)
    no_beat = told.tempo == 0
    return tuple(
        _measured(feature, getattr(told, feature.name), no_beat and feature.name in _NEED_A_BEAT)
        for feature in SOUND
    )


def placeable(track: Track) -> bool:
    """Whether enough is known of a track's sound to place it among others."""
    return sum(not math.isnan(value) for value in sound_of(track)) >= ENOUGH_FEATURES


def _measured(feature: Feature, value: float | None, zero_is_missing: bool) -> float:
    if value is None or not feature.holds(value) or (zero_is_missing and value == 0):
        return math.nan
    return float(value)
