"""Plays gathered from the rows of a listening history."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from linernotes.errors import Refused
from linernotes.formats import cleaning
from linernotes.formats.limits import check_titles
from linernotes.formats.source import NotAnExport
from linernotes.models import Listened, Listening

MINUTE = 60
# What Spotify itself counts as a play.
_LEAST_MS = 30_000
_NO_ARTIST = "Unknown Artist"
_NO_TITLE = "Unknown Track"

Skipped = Literal["short", "podcast", "unknown", "unreadable", "repeated"]


@dataclass(frozen=True)
class Play:
    """A row of a history, raw: when it ended, for how long it ran, and what it was."""

    ended: object
    ms: object
    name: object = ""
    artist: object = ""
    album: object = ""
    uri: object = ""
    spoken: bool = False


class _Title(NamedTuple):
    uri: str
    artist: str
    name: str


def listening(plays: Iterable[Play], *, extended: bool) -> Listening:
    """Gather plays by title.

    Two plays of one title by one artist in one minute are one: files of a history overlap.

    Raises
    ------
    Refused : no row tells when it was, all tell of podcasts, or there are too many titles.
    """
    minutes: defaultdict[_Title, list[int]] = defaultdict(list)
    albums: dict[_Title, str] = {}
    skipped: Counter[Skipped] = Counter()
    first = last = None
    rows = 0
    for play in plays:
        rows += 1
        at = cleaning.moment(play.ended)
        if at is None:
            skipped["unreadable"] += 1
            continue
        minute = int(at.timestamp()) // MINUTE
        first = minute if first is None else min(first, minute)
        last = minute if last is None else max(last, minute)
        title = _title(play)
        if reason := _not_a_play(play, title):
            skipped[reason] += 1
        else:
            minutes[title].append(minute)
            check_titles(len(minutes))
            albums.setdefault(title, sys.intern(cleaning.told(play.album)))
    if rows and skipped["podcast"] == rows:
        raise only_podcasts()
    if first is None or last is None:
        raise Refused("No row of this listening history says when it was")
    titles = tuple(_listened(title, albums[title], ended) for title, ended in minutes.items())
    if repeated := sum(map(len, minutes.values())) - sum(len(one.minutes) for one in titles):
        skipped["repeated"] = repeated
    return Listening(
        extended=extended,
        first=first,
        last=last,
        rows=rows,
        titles=titles,
        skipped={reason: skipped[reason] for reason in sorted(skipped)},
    )


def _title(play: Play) -> _Title:
    """What the play was of; equal names are one string, also those of other files of an archive."""
    uri = cleaning.track_uri(play.uri)
    told = (uri, cleaning.told(play.artist), cleaning.told(play.name))
    return _Title(*map(sys.intern, told))


def _listened(title: _Title, album: str, ended: Iterable[int]) -> Listened:
    return Listened(
        uri=title.uri,
        artist=title.artist,
        name=title.name,
        album=album,
        minutes=tuple(sorted(set(ended))),
    )


def only_podcasts() -> NotAnExport:
    """The refusal of a history without music."""
    return NotAnExport(
        "This is a listening history of podcasts: nothing to read",
        advice="Drop that of music: StreamingHistory_music_0.json or Streaming_History_Audio_….",
    )


def _not_a_play(play: Play, title: _Title) -> Skipped | None:
    if play.spoken or title.uri.startswith("spotify:episode:"):
        return "podcast"
    if not title.name or (title.name == _NO_TITLE and title.artist in ("", _NO_ARTIST)):
        return "unknown"
    ms = cleaning.number(play.ms)
    if ms is None:
        return "unreadable"
    return "short" if ms < _LEAST_MS else None
