"""The index that the search box looks through: one file of all names in the library.

A browser reads it when a reader first turns to the box. It stays a file that a phone can take:
names are cut, and each list stops (`MOST_NAMED`, `MOST_TRACKS`) with the number that it leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.pages.escaping import shown, url_path
from linernotes.pages.views import HomeView, TableLine

PATH = "search.json"
# 20,000 tracks are some 1.3 MB, a third of that on the way.
MOST_NAMED, MOST_TRACKS = 5_000, 20_000
_LONGEST = 100  # characters of a name


@dataclass(frozen=True)
class FoundTrack:
    """A track as the box shows it: where its row is, by playlist's slug and place from 1."""

    name: str
    artists: str
    slug: str
    place: int


@dataclass(frozen=True)
class SearchView:
    """All that can be found: what home lists, and at most `MOST_TRACKS` distinct tracks.

    `more_tracks` says how many tracks of playlists are left out, those counted twice that stand
    in two playlists.
    """

    home: HomeView
    tracks: tuple[FoundTrack, ...]
    more_tracks: int = 0


def search_index(view: SearchView) -> bytes:
    """Give the index as JSON, as small as it can be said.

    Playlists, artists, labels and genres are `[folder, name, tracks]`, the folder percent-encoded
    within that of their kind; tracks are `[name, artists, place of the playlist in its list, row]`.
    """
    playlists = view.home.playlists[:MOST_NAMED]
    numbers = {line.slug: number for number, line in enumerate(playlists)}
    told: dict[str, Any] = {
        "playlists": [
            [url_path(line.slug), shown(line.name, _LONGEST).text, line.tracks]
            for line in playlists
        ],
        "artists": _named(view.home.artists),
        "labels": _named(view.home.labels),
        "genres": _named(view.home.genres),
        "tracks": [
            [
                shown(one.name, _LONGEST).text,
                shown(one.artists, _LONGEST).text,
                numbers[one.slug],
                one.place,
            ]
            for one in view.tracks
            if one.slug in numbers
        ],
    }
    left_out = {
        "playlists": _beyond(view.home.playlists),
        "artists": _beyond(view.home.artists),
        "labels": _beyond(view.home.labels),
        "genres": _beyond(view.home.genres),
        "tracks": view.more_tracks + sum(one.slug not in numbers for one in view.tracks),
    }
    told["beyond"] = {kind: number for kind, number in left_out.items() if number}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # As in every JSON of the site: no tag can begin in it.
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return (text + "\n").encode()


def _named(lines: Iterable[TableLine]) -> list[list[object]]:
    most = sorted(lines, key=lambda line: -line.tracks)[:MOST_NAMED]
    return [
        [url_path(line.path.partition("/")[2]), shown(line.name, _LONGEST).text, line.tracks]
        for line in most
    ]


def _beyond(lines: Sequence[object]) -> int:
    return max(0, len(lines) - MOST_NAMED)
