"""How the audio features of a list of tracks are spread, and how that lies to what its owner likes.

Numbers are rounded as a page shows them before they are compared or drawn: one more liked track
among hundreds then changes no figure of the other pages.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from pydantic import Field

from linernotes.features import SOUND, sound_of
from linernotes.models import Model, Track

BINS = 10
# Where the bins of a feature begin and end; what lies beyond is in the first or the last of them.
_REACH: Mapping[str, tuple[float, float]] = {"loudness": (-30.0, 0.0), "tempo": (60.0, 200.0)}
_DIGITS: Mapping[str, int] = {"loudness": 1, "tempo": 0}  # decimals that are shown; else 2


class Spread(Model):
    """How one feature is spread over `tracks` tracks.

    `bins` are whole percents of them, from the lowest bin up. Nine of ten tracks lie above `low`,
    half above `median`, one above `high`, in the feature's own unit.
    """

    tracks: int
    bins: tuple[int, ...]
    low: float
    median: float
    high: float


class LikedSound(Model):
    """How each feature is spread over all liked tracks; without those too few of them have.

    The number of tracks is left out (0): no page shows it, and it changes with every heart.
    """

    spreads: dict[str, Spread] = Field(default_factory=dict)


class SoundSheet(Model):
    """The features of liked tracks in one playlist: values in the order of `SOUND`, by key."""

    tracks: dict[str, tuple[float | None, ...]] = Field(default_factory=dict)


class FeatureFigure(Model):
    """A feature in a figure: percents in its bins, and its median; the same of liked tracks.

    `liked` is empty and `liked_median` absent where there is nothing to compare with.
    """

    name: str
    bins: tuple[int, ...]
    median: float
    liked: tuple[int, ...] = ()
    liked_median: float | None = None


class SoundFigure(Model):
    """All that a figure of audio features shows, in the order in which it shows it."""

    features: tuple[FeatureFigure, ...]


def digits(feature: str) -> int:
    """How many decimals of a feature are shown."""
    return _DIGITS.get(feature, 2)


def reach(feature: str) -> tuple[float, float]:
    """Where the first bin of a feature begins and the last one ends."""
    return _REACH.get(feature, (0.0, 1.0))


def unit_of(feature: str) -> str:
    """The unit of a feature; empty for one without."""
    return next(one.unit for one in SOUND if one.name == feature)


def measured(track: Track) -> dict[str, float]:
    """The features that are known of a track, as they are shown."""
    known = zip(SOUND, sound_of(track), strict=True)
    return {
        feature.name: round(value, digits(feature.name))
        for feature, value in known
        if not math.isnan(value)
    }


def spreads(sounds: Iterable[Mapping[str, float]], least: int) -> dict[str, Spread]:
    """How each feature is spread that at least `least` tracks tell, in the order of `SOUND`."""
    sounds = list(sounds)
    made = {}
    for feature in SOUND:
        values = sorted(one[feature.name] for one in sounds if feature.name in one)
        if len(values) >= max(least, 1):
            made[feature.name] = _spread(feature.name, values)
    return made


def sheet_of(tracks: Iterable[Track], hearts: Collection[str]) -> SoundSheet:
    """What a playlist tells of liked tracks."""
    sounds = {track.key: measured(track) for track in tracks if track.key in hearts}
    return SoundSheet(
        tracks={
            key: tuple(sound.get(feature.name) for feature in SOUND)
            for key, sound in sorted(sounds.items())
            if sound
        }
    )


def liked_sound(sheets: Iterable[SoundSheet], least: int) -> LikedSound:
    """How each feature is spread over the tracks of all sheets, each once, as the first tells."""
    told: dict[str, tuple[float | None, ...]] = {}
    for sheet in sheets:
        told = dict(sheet.tracks) | told
    sounds = (
        {
            feature.name: value
            for feature, value in zip(SOUND, values, strict=True)
            if value is not None
        }
        for values in told.values()
    )
    made = spreads(sounds, least)
    return LikedSound(spreads={n: s.model_copy(update={"tracks": 0}) for n, s in made.items()})


def figure_of(here: Mapping[str, Spread], liked: LikedSound) -> SoundFigure:
    """What a figure shows of the features in `here`."""
    return SoundFigure(
        features=tuple(_feature(name, one, liked.spreads.get(name)) for name, one in here.items())
    )


def _feature(name: str, here: Spread, liked: Spread | None) -> FeatureFigure:
    return FeatureFigure(
        name=name,
        bins=here.bins,
        median=here.median,
        liked=liked.bins if liked else (),
        liked_median=liked.median if liked else None,
    )


def ends[T](ranked: Sequence[T], most: int) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """The first and, from the end, the last `most` of a ranking; none is in both."""
    count = min(most, len(ranked) // 2)
    return tuple(ranked[:count]), tuple(reversed(ranked[len(ranked) - count :]))


def _spread(feature: str, values: Sequence[float]) -> Spread:
    """Values come in ascending order."""
    low, high = reach(feature)
    counts = [0] * BINS
    for value in values:
        counts[min(BINS - 1, max(0, math.floor(BINS * (value - low) / (high - low) + 1e-9)))] += 1
    return Spread(
        tracks=len(values),
        bins=_percents(counts),
        low=_quantile(feature, values, 0.1),
        median=_quantile(feature, values, 0.5),
        high=_quantile(feature, values, 0.9),
    )


def _percents(counts: Sequence[int]) -> tuple[int, ...]:
    """Whole percents that make up a hundred: what is rounded off is carried to the next."""
    total = sum(counts)
    sums = [0]
    for count in counts:
        sums.append(sums[-1] + count)
    return tuple(
        math.floor(100 * after / total + 0.5) - math.floor(100 * before / total + 0.5)
        for before, after in pairwise(sums)
    )


def _quantile(feature: str, values: Sequence[float], share: float) -> float:
    """The quantile by linear interpolation (Hyndman and Fan 1996, type 7), as it is shown."""
    place = share * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    exact = values[below] + (place - below) * (values[above] - values[below])
    return round(exact, digits(feature)) + 0.0  # never a negative zero
