"""What exports tell of tracks, and how one export completes another.

A fact is what one export itself says of a track; a missing value is no fact. What an export says
of its own tracks always stands; only what it leaves out is taken from others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from pydantic import ConfigDict, RootModel
from pydantic.dataclasses import dataclass

from linernotes.models import ExportReading, Features, Model, Track

# Smaller is better. Spotify's own answers come first, then what copies them whole, then what was
# put together from elsewhere; web-api-features may be another service's estimates.
_QUALITY = {
    "web-api-playlist": 0,
    "web-api-saved": 0,
    "web-api-top": 0,
    "exportify": 1,
    "watsonbox": 1,
    "zip": 2,
    "web-api-features": 3,
    "spotdl": 4,
}
_OTHER = 5


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Fact:
    """What one export says of one track; the fields are those of `Track`."""

    name: str = ""
    artists: tuple[str, ...] = ()
    artist_ids: tuple[str, ...] = ()
    album: str = ""
    album_id: str = ""
    label: str = ""
    genres: tuple[str, ...] = ()
    release_date: str = ""
    duration_ms: int | None = None
    popularity: int | None = None
    explicit: bool | None = None
    isrc: str = ""
    art: str = ""
    features: Features | None = None


class Said(RootModel[Fact]):
    """The body of a row: what one export says of one track."""


class Facts(RootModel[dict[str, Fact]]):
    """A document: what an export says of each track, by track key in order."""


class Told(Model):
    """A fact with where it comes from: the export's object key and the quality of its format."""

    key: str
    quality: int
    fact: Fact


FIELDS = tuple(field.name for field in fields(Fact))


def quality(export_format: str) -> int:
    """How far a format is trusted; smaller is better."""
    return _QUALITY.get(export_format, _OTHER)


def said(fact: Fact) -> frozenset[str]:
    """The fields that a fact has a value for."""
    return frozenset(field for field in FIELDS if _is_told(getattr(fact, field)))


def _is_told(value: object) -> bool:
    # False (not explicit) and 0 (unpopular would be missing already) are values.
    return value is not None and value not in ("", ())


def own(reading: ExportReading) -> Facts:
    """What an export itself says of every track in it, whether or not a playlist holds the track.

    Where it holds a track more than once, the first that tells a field is taken.
    """
    found: dict[str, dict[str, Any]] = {}
    rows = (track for playlist in reading.playlists for track in playlist.tracks)
    for track in (*rows, *reading.facts):
        told = found.setdefault(track.key, {})
        for field in FIELDS:
            value = getattr(track, field)
            if _is_told(value) and field not in told:
                told[field] = value
    # Taken out as they are used: of a large export each of the two takes 100 MB and more.
    return Facts({key: Fact(**_whole(found.pop(key))) for key in sorted(found)})


def _whole(told: dict[str, Any]) -> dict[str, Any]:
    """Artist ids belong to a list of artists, and go without it."""
    if len(told.get("artist_ids", ())) != len(told.get("artists", ())):
        return {field: value for field, value in told.items() if field != "artist_ids"}
    return told


def complete(track: Track, others: Iterable[Told]) -> Track:
    """Fill what `track` leaves out from what other exports tell, the best source first.

    Ties are settled by object key, never by time: the order in which exports came must not show.
    """
    ranked = [one.fact for one in sorted(others, key=lambda one: (one.quality, one.key))]
    filled: dict[str, Any] = {}
    for field in FIELDS:
        if field == "artist_ids" or _is_told(getattr(track, field)):
            continue  # ids belong to a list of artists and come with it
        source = next((fact for fact in ranked if _is_told(getattr(fact, field))), None)
        if source:
            filled[field] = getattr(source, field)
            if field == "artists":
                filled["artist_ids"] = source.artist_ids
    return replace(track, **filled) if filled else track


def wanted(before: Iterable[Fact], now: Fact | None, theirs: Fact | None) -> bool:
    """Whether an export that says `theirs` may have to complete its track anew.

    It does if a field that it leaves out changed in what we say; `before` is all that we may have
    said until now. Where it is not known what it says (`None`), it may.
    """
    fields = _changed(before, now)
    return bool(fields if theirs is None else fields - said(theirs))


def _changed(before: Iterable[Fact], now: Fact | None) -> frozenset[str]:
    ours = now or Fact()
    return frozenset(
        field for old in before for field in FIELDS if getattr(old, field) != getattr(ours, field)
    )
