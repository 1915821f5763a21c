"""What one more playlist costs in libraries of 10, 100 and 1,000, and a night that finds nothing.

The stages run in this process against the embedded engine (benchmarks/hand.py). Playlists that
fill the library are short and share an artist each with every tenth, so that most of the time is
not spent on filling; the one that is added has 40 tracks in two moods and an artist of its own.
`SIZES=10,100` measures smaller libraries.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest import mock

from benchmarks.figure import Figure
from benchmarks.hand import Cost, Hand, hand
from linernotes.messages import RefreshHint
from linernotes.usecases.refresh import refresh

_SLICE = 250  # playlists an export that fills the library
_FLAT = 1.2  # the most that a hundred times the library may cost
# In place of the pictures of playlists that only fill the library.
_PIXEL = b"\x89PNG\r\n\x1a\n"
_NIGHT = 20.0  # seconds
_WRITES = ("Put", "Delete", "Write", "Update")


def figures() -> Iterator[Figure]:
    """Calls and processor seconds of one more playlist, then a night without change."""
    sizes = [int(size) for size in os.environ.get("SIZES", "10,100,1000").split(",")]
    costs: dict[int, Cost] = {}
    with hand() as driven:
        _add(driven, "warm", 10**6)
        standing = 0
        for size in sizes:
            began = time.monotonic()
            _fill(driven, standing, size)
            standing = size
            spent = time.monotonic() - began
            print(f"{size} playlists, {spent:.0f} s", file=sys.stderr)  # noqa: T201 - how far it is
            costs[size] = _add(driven, f"one more of {size}", size * 1000)
            first, now = costs[sizes[0]], costs[size]
            note = _told(now.calls - first.calls)
            yield Figure(
                f"one more playlist in a library of {size:,}: calls",
                sum(now.calls.values()),
                "calls",
                floor=sum(first.calls.values()),
                aim=_FLAT,
                note=f"more than in the smallest: {note}" if note else "",
            )
            yield Figure(
                f"one more playlist in a library of {size:,}: processor",
                now.cpu,
                "s",
                floor=first.cpu,
                aim=_FLAT,
            )
        yield from _nights(driven, sizes[-1])


def _nights(driven: Hand, size: int) -> Iterator[Figure]:
    refresh(RefreshHint(), driven.cloud)
    driven.drain()
    with driven.measured() as found:
        refresh(RefreshHint(), driven.cloud)
    [cost] = found
    writes = {call: n for call, n in cost.calls.items() if any(one in call for one in _WRITES)}
    name = f"a night in which nothing changed, {size:,} playlists"
    yield Figure(name, cost.wall, "s", aim=_NIGHT, note=_told(cost.calls))
    yield Figure(f"{name}: writes", sum(writes.values()), "calls", aim=0)
    waiting = sum(map(len, driven.waiting.values()))
    yield Figure(f"{name}: messages", waiting, "messages", aim=0)


def _fill(driven: Hand, standing: int, size: int) -> None:
    for first in range(standing, size, _SLICE):
        last = min(first + _SLICE, size)
        told = {
            "info": {"slice": f"{first}-{last}"},
            "playlists": [*map(_short, range(first, last))],
        }
        driven.drop(f"slice-{first:07d}.json", json.dumps(told).encode())
        with mock.patch("linernotes.usecases.draw.card", return_value=_PIXEL):
            driven.drain()


def _short(number: int) -> dict[str, Any]:
    artist = f"Filler {number % 10}"
    tracks = [
        {
            "pos": pos,
            "artist_name": artist,
            "artist_uri": f"spotify:artist:{number % 10:022d}",
            "track_name": f"Song {3 * number + pos}",
            "track_uri": f"spotify:track:{3 * number + pos:022d}",
            "album_name": "An Album",
            "album_uri": f"spotify:album:{number % 10:022d}",
            "duration_ms": 200_000,
        }
        for pos in range(3)
    ]
    return {"name": f"Playlist {number}", "pid": number, "tracks": tracks, "collaborative": "false"}


def _add(driven: Hand, name: str, first: int) -> Cost:
    """Add a playlist whose tracks nobody else has, by an artist of its own."""
    items = [
        {
            "track": {
                "uri": f"spotify:track:9{first + n:021d}",
                "name": f"{name} {n}",
                "artists": [{"name": f"Artist of {name}"}],
                "album": {"name": "An Album", "label": f"Label of {name}"},
                "audio_features": _features(n),
            }
        }
        for n in range(40)
    ]
    told = {"type": "playlist", "name": name, "tracks": {"items": items}}
    with driven.measured() as found:
        driven.drop(f"{name}.json", json.dumps(told).encode())
        driven.drain()
    return found[0]


def _features(number: int) -> dict[str, float]:
    high = number % 2
    return {
        "danceability": 0.3 + 0.5 * high + number % 7 / 100,
        "energy": 0.2 + 0.7 * high + number % 5 / 100,
        "speechiness": 0.05,
        "acousticness": 0.9 - 0.8 * high,
        "instrumentalness": 0.5 - 0.5 * high,
        "liveness": 0.1,
        "valence": 0.1 + 0.8 * high + number % 3 / 100,
        "loudness": -14.0 + 9 * high,
        "tempo": 80.0 + 48 * high + number % 11,
    }


def _told(calls: Counter[str]) -> str:
    return ", ".join(f"{call} {count}" for call, count in sorted(calls.items()))
