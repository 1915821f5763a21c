"""The numbers of an analysis in plain words, and other small wordings that pages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from linernotes.features import placeable
from linernotes.models import Analysis, Axis, Skip, Track, Trait
from linernotes.sound import measured as measured_sound

MOST_TRAITS = 4
# Below this a centre is no different from the playlist's mean to a listener.
NOTABLE = 0.3
MUCH = 1.0

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MODES: Mapping[str, tuple[str, str]] = {
    "blend": ("sound and genre", "nine audio features of each track, blended with its genre tags"),
    "sound": ("sound", "nine audio features of each track"),
    "none": ("nothing", "too little is known of these tracks"),
}
# From the best down: (at least, words).
_SEPARATION = (
    (0.5, "the clusters lie well apart"),
    (0.25, "the clusters touch at their edges"),
    (0.1, "the clusters shade into one another"),
    (-1.0, "the clusters overlap"),
)
_STABILITY = (
    (0.9, "almost exactly these clusters come out again"),
    (0.75, "mostly these clusters come out again"),
    (0.6, "roughly these clusters come out again"),
    (-1.0, "other clusters come out"),
)
_STRENGTH: Mapping[str, tuple[str, str]] = {
    "clear": ("clear", "the borders are sharper than chance would draw through this much music"),
    "soft": ("soft", "chance would draw borders nearly as sharp: read them as a lean, not a law"),
}
# Feature: (words for a lower centre, words for a higher one, name of its figure).
_TRAITS: Mapping[str, tuple[str, str, str]] = {
    "danceability": ("less danceable", "more danceable", "danceability"),
    "energy": ("calmer", "livelier", "energy"),
    "speechiness": ("less wordy", "wordier", "speechiness"),
    "acousticness": ("less acoustic", "more acoustic", "acousticness"),
    "instrumentalness": ("more vocal", "more instrumental", "instrumentalness"),
    "liveness": ("more of the studio", "more of the stage", "liveness"),
    "valence": ("darker", "brighter", "valence"),
    "loudness": ("quieter", "louder", ""),
    "tempo": ("slower", "faster", ""),
}
_SKIPS: Mapping[str, tuple[str, str]] = {
    "null": ("empty row", "empty rows"),
    "episode": ("podcast episode", "podcast episodes"),
    "duplicate": ("repeated track", "repeated tracks"),
    "unreadable": ("unreadable row", "unreadable rows"),
}
_ENDS = re.compile(r"from (.+) to (.+)")


@dataclass(frozen=True)
class Fact:
    """A number behind the clusters: what it is, its figure, and what that means."""

    term: str
    figure: str
    meaning: str


def day(moment: datetime) -> str:
    """Write a date out, in UTC: `23 November 2026`."""
    at = moment.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def month(number: int) -> str:
    """Name a month, from 1."""
    return _MONTHS[number - 1]


def count(number: int, one: str, many: str = "") -> str:
    """Count things: `1 track`, `2,500 tracks`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """Write bytes in the decimal unit that fits."""
    if number < 1000:
        return count(number, "byte")
    for unit, scale in (("kB", 1e3), ("MB", 1e6)):
        if number < 999.5 * scale:
            value = number / scale
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    return f"{number / 1e9:.1f} GB"


def capital(text: str) -> str:
    """Give a sentence its capital, leaving the other letters as they are."""
    return text[:1].upper() + text[1:]


def listed(parts: Iterable[str], joined_by: str = "and") -> str:
    """Join words as in a sentence: `a, b and c`; `a, b; c` where one has a comma itself."""
    *front, last = told = list(parts) or [""]
    if between(told) != ", ":
        return between(told).join(told)
    return f"{', '.join(front)} {joined_by} {last}" if front else last


def between(names: Iterable[str], usual: str = ", ") -> str:
    """Give what stands between names in a line: a semicolon where a name has a comma itself.

    A template writes the space after it, as expressions there are stripped.
    """
    return "; " if any("," in name for name in names) else usual


def skipped(skips: Iterable[Skip]) -> str:
    """Count rows that were not kept by why: `2 podcast episodes and 1 empty row`."""
    reasons = Counter(skip.reason for skip in skips)
    return listed(count(number, *_SKIPS[reason]) for reason, number in reasons.most_common())


def skip_line(skip: Skip) -> str:
    """Tell which row was not kept and why: `Row 3: podcast episode (Song Exploder)`."""
    detail = f" ({skip.detail})" if skip.detail else ""
    return f"Row {skip.row}: {_SKIPS[skip.reason][0]}{detail}"


def figure(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign and never a negative zero."""
    written = f"{value:.{digits}f}"
    if float(written) == 0:
        written = written.removeprefix("-")
    return written.replace("-", "\u2212")


def measured(trait: Trait) -> str:
    """Write a trait's median with its unit: `energy 0.81`, `128 BPM`, `\u22126.2 dB`."""
    if trait.feature == "tempo":
        return f"{figure(trait.median, 0)} BPM"
    if trait.feature == "loudness":
        return f"{figure(trait.median, 1)} dB"
    name = _TRAITS[trait.feature][2] if trait.feature in _TRAITS else trait.feature
    return f"{name} {figure(trait.median)}"


def leaning(trait: Trait) -> str:
    """Say how a centre leans against the playlist: `much livelier`, `slower`."""
    low, high, _ = _TRAITS.get(
        trait.feature, (f"less {trait.feature}", f"more {trait.feature}", "")
    )
    word = high if trait.z > 0 else low
    return f"much {word}" if abs(trait.z) >= MUCH else word


def notable(profile: Iterable[Trait]) -> tuple[Trait, ...]:
    """Pick the traits that tell a cluster apart, the strongest first, at most `MOST_TRAITS`."""
    strong = [trait for trait in _measurable(profile) if abs(trait.z) >= NOTABLE]
    strong.sort(key=lambda trait: -abs(trait.z))
    return tuple(strong[:MOST_TRAITS])


def profile(traits: Iterable[Trait], alone: bool, whole: str = "the whole playlist") -> str:
    """Tell a cluster's sound in a sentence, with the medians behind it; empty without traits.

    `alone` is for the only cluster of a `whole`, which leans nowhere.
    """
    known = _measurable(traits)
    if alone:
        return "A typical track: " + listed(map(measured, known)) + "." if known else ""
    told = [f"{leaning(trait)} ({measured(trait)})" for trait in notable(known)]
    if told:
        return f"Next to {whole}: {listed(told)}."
    return f"Much like {whole} in everything." if known else ""


def facts(analysis: Analysis, placed: int, tracks: Sequence[Track]) -> tuple[Fact, ...]:
    """Tell the numbers behind the clusters in plain words.

    Parameters
    ----------
    analysis : what was made of the playlist.
    placed : how many of its tracks are in a cluster.
    tracks : all of them.
    """
    made = [_made_from(analysis, tracks)]
    if tracks:
        in_all = len(tracks)
        made.append(Fact("Placed", f"{placed:,} of {in_all:,}", _rest(in_all - placed)))
    if not analysis.clusters:
        return tuple(made)
    number = len(analysis.clusters)
    holds = "of the cuts tried, the one that holds up best" if number > 1 else analysis.why
    made.append(Fact("Clusters", f"k = {number}", holds))
    if analysis.silhouette is not None and isfinite(analysis.silhouette):
        words = f"silhouette: {_rated(analysis.silhouette, _SEPARATION)}, from \u22121 to 1"
        made.append(Fact("Separation", figure(analysis.silhouette), words))
    if analysis.stability is not None and isfinite(analysis.stability):
        again = _rated(analysis.stability, _STABILITY)
        words = f"leave out a fifth of the tracks and {again}"
        made.append(Fact("Stability", figure(analysis.stability), words))
    if analysis.strength:
        made.append(Fact("Borders", *_STRENGTH[analysis.strength]))
    return tuple(made)


def axis_ends(axis: Axis) -> tuple[str, str]:
    """Give the words for an axis's low and high end; the whole label and nothing if it has none."""
    found = _ENDS.fullmatch(axis.label)
    return (found[1], found[2]) if found else (axis.label, "")


def axes(analysis: Analysis) -> str:
    """Tell what the picture's directions mean, with the variance each explains."""
    ways = zip(("Left to right", "bottom to top"), analysis.axes, strict=False)
    told = [
        f"{way} {axis.label} ({axis.explained:.0%} of the variance)"
        for way, axis in ways
        if isfinite(axis.explained)
    ]
    return "; ".join(told) + "." if told else ""


def _measurable(traits: Iterable[Trait]) -> tuple[Trait, ...]:
    return tuple(trait for trait in traits if isfinite(trait.median) and isfinite(trait.z))


def _made_from(analysis: Analysis, tracks: Sequence[Track]) -> Fact:
    if not tracks:
        return Fact("Made from", "nothing", "there are no tracks")
    if analysis.mode != "context":
        return Fact("Made from", *_MODES[analysis.mode])
    blocks = {
        "genre tags": any(track.genres for track in tracks),
        "labels": any(track.label for track in tracks),
        "years": any(track.release_date for track in tracks),
    }
    told = listed(block for block, is_known in blocks.items() if is_known)
    return Fact("Made from", "context", f"{told}, since {_without_sound(tracks)}")


def _without_sound(tracks: Sequence[Track]) -> str:
    """Say why audio features were not made use of."""
    heard = sum(map(placeable, tracks))
    if heard:
        have = "has" if heard == 1 else "have"
        return f"only {heard:,} of {count(len(tracks), 'track')} {have} audio features"
    if any(map(measured_sound, tracks)):
        return "too few audio features are known"
    return "no audio features are known"


def _rest(left_out: int) -> str:
    if not left_out:
        return "every track is in a cluster"
    return f"{count(left_out, 'track is', 'tracks are')} listed under \u201cNot placed\u201d"


def _rated(value: float, scale: tuple[tuple[float, str], ...]) -> str:
    return next((words for least, words in scale if value >= least), scale[-1][1])
