"""Audio features in plain words: what each hears, and how some tracks lie to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linernotes.models import Trait
from linernotes.pages import words
from linernotes.pages.views import FeatureLines, SoundView
from linernotes.sound import Spread, digits, reach, unit_of

# A difference of medians that a listener notices, and one that nobody misses: shares of the reach.
_NOTABLE, _MUCH = 0.1, 0.25
_MOST = 4  # differences that are named


@dataclass(frozen=True)
class _Wording:
    """What a feature hears, and what its highest and its lowest tracks are called."""

    hears: str
    most: str
    least: str


_WORDINGS: Mapping[str, _Wording] = {
    "danceability": _Wording(
        "how steady and clear the beat is", "Most danceable", "Least danceable"
    ),
    "energy": _Wording("how fast, loud and dense it feels", "Liveliest", "Calmest"),
    "speechiness": _Wording("how much of it is spoken", "Wordiest", "Least wordy"),
    "acousticness": _Wording("how sure it is that no instrument is plugged in", "Most", "Least"),
    "instrumentalness": _Wording(
        "how sure it is that nobody sings", "Most instrumental", "Most vocal"
    ),
    "liveness": _Wording("how sure it is that an audience is there", "Most", "Least"),
    "valence": _Wording("how bright the mood is", "Brightest", "Darkest"),
    "loudness": _Wording("the mean level over the track", "Loudest", "Quietest"),
    "tempo": _Wording("beats a minute", "Fastest", "Slowest"),
}


def title(feature: str) -> str:
    """Name a feature as a heading does."""
    return feature.capitalize()


def hears(feature: str) -> str:
    """Say what a feature hears."""
    return _WORDINGS[feature].hears


def most(feature: str) -> str:
    """Say what the tracks with the highest values are."""
    wording = _WORDINGS[feature].most
    return f"{wording} {feature.replace('ness', '')}" if wording == "Most" else wording


def least(feature: str) -> str:
    """Say what the tracks with the lowest values are."""
    wording = _WORDINGS[feature].least
    return f"{wording} {feature.replace('ness', '')}" if wording == "Least" else wording


def value(feature: str, number: float) -> str:
    """Write a value with its unit, where it has one."""
    return f"{words.figure(number, digits(feature))} {unit_of(feature)}".strip()


def bound(feature: str, end: int) -> str:
    """Write where the bins of a feature begin (0) or end (1)."""
    return f"{words.figure(reach(feature)[end], 0)} {unit_of(feature)}".strip()


def middle(feature: str, spread: Spread) -> str:
    """Say between which values eight of ten tracks lie."""
    low = words.figure(spread.low, digits(feature))
    return f"{low} to {value(feature, spread.high)}"


def features_of(view: SoundView) -> tuple[FeatureLines, ...]:
    """Give the features, without those of liked tracks where these tracks are the liked ones."""
    compared = [one for one in view.features if one.liked]
    if any(_figures(one.here) != _figures(one.liked) for one in compared if one.liked):
        return view.features
    return tuple(replace(one, liked=None) for one in view.features)


def standing(view: SoundView) -> str:
    """Say in a sentence how the tracks lie to those that are liked, or how they sound."""
    features = features_of(view)
    compared = [one for one in features if one.liked]
    if not compared:
        typical = words.listed(words.measured(_trait(one, 0.0)) for one in features)
        return f"A typical track: {typical}."
    traits = [_trait(one, _difference(one)) for one in compared]
    told = sorted((one for one in traits if abs(one.z) >= _NOTABLE), key=lambda one: -abs(one.z))
    if not told:
        return "Much like your liked tracks in everything."
    leanings = words.listed(
        # A whole deviation is what `leaning` calls much.
        words.leaning(one.model_copy(update={"z": one.z / _MUCH}))
        for one in told[:_MOST]
    )
    return f"Next to your liked tracks: {leanings}."


def known(view: SoundView) -> str:
    """Say of how many tracks features are known."""
    if view.known == view.tracks:
        return f"{words.count(view.tracks, 'track')}, all with audio features."
    return f"{view.known:,} of {words.count(view.tracks, 'track')} have audio features."


def missing(view: SoundView) -> str:
    """Say why nothing is compared, and which export would change that; empty where it is."""
    if any(one.liked for one in view.features):
        return ""
    if view.likes_known:
        return "Too few of your liked tracks have audio features to compare with."
    return (
        "Which tracks you like is not known, so there is nothing to compare with: drop the "
        "YourLibrary.json of a Spotify account download, or an export of your liked songs."
    )


def _figures(spread: Spread) -> Spread:
    """What a page shows of a spread beside the number of tracks, which liked ones do not tell."""
    return spread.model_copy(update={"tracks": 0})


def _trait(one: FeatureLines, difference: float) -> Trait:
    return Trait(feature=one.name, median=one.here.median, z=difference)


def _difference(one: FeatureLines) -> float:
    """How far the median lies from that of liked tracks, in shares of the feature's reach."""
    low, high = reach(one.name)
    return (one.here.median - (one.liked.median if one.liked else 0.0)) / (high - low)
