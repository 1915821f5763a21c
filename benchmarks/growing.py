"""What one more playlist costs in libraries of 10, 100 and 1,000, and a night that finds nothing.

The stages run in this process over services in memory (benchmarks/in_memory.py). The library is
made by a seeded generator: short playlists whose artists are drawn so that few are on many. What
is added has 40 tracks in two moods and an artist and a label of its own, three times; the
cheapest counts. Apart from its own cost stand what is library-wide (home with search, feeds and
lists; which playlists sound alike; clusters of the library) and what truly changes elsewhere (pages
of others that name it from now on).
`SIZES=10,100` measures smaller libraries.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest import mock

from benchmarks.figure import Figure
from benchmarks.in_memory import Cost, InMemory
from linernotes.identity import playlist_id
from linernotes.messages import RefreshHint
from linernotes.usecases import analyze, drawings, kinship, publish
from linernotes.usecases.entities import Entities
from linernotes.usecases.refresh import refresh
from linernotes.usecases.waiting import HOME, PLAYLIST

_SLICE = 250  # playlists an export that fills the library
_FLAT = 1.2  # the most that a hundred times the library may cost
_TIMES = 3
# In place of the pictures of playlists that only fill the library.
PIXEL = b"\x89PNG\r\n\x1a\n"
_STAGES = ("ingest", "analyze", "draw", "publish")
_NIGHT = 20.0  # seconds
_WIDE = ("home and lists", "who sounds alike", "clusters of the library")
_CHANGED = ("playlists that change", "artists and labels that change")


def figures() -> Iterator[Figure]:
    """Calls and processor seconds of one more playlist, its own and what comes with it."""
    sizes = [int(size) for size in os.environ.get("SIZES", "10,100,1000").split(",")]
    found: dict[int, tuple[Cost, dict[str, Cost]]] = {}
    driven = InMemory()
    _add(driven, "warm", 10**9)
    standing = 0
    for size in sizes:
        began = time.monotonic()
        fill(driven, standing, size)
        standing = size
        costs = [_add(driven, f"{size} and {n}", size * 10**4 + n * 100) for n in range(_TIMES)]
        found[size] = min(costs, key=lambda cost: cost[0].cpu)
        spent = time.monotonic() - began
        print(f"{size:,} playlists, {spent:.0f} s", file=sys.stderr)  # noqa: T201 - how far it is
        own, parts = found[size]
        first, first_parts = found[sizes[0]]
        name = f"one more playlist in a library of {size:,}"
        yield Figure(
            f"{name}: calls",
            sum(own.calls.values()),
            "calls",
            floor=sum(first.calls.values()),
            aim=_FLAT,
            note=_more(own.calls - first.calls),
        )
        yield Figure(f"{name}: processor", own.cpu, "s", floor=first.cpu, aim=_FLAT)
        for part in (*_CHANGED, *_WIDE):
            cost, least = parts.get(part, Cost()), first_parts.get(part, Cost())
            calls = sum(cost.calls.values())
            if calls:
                yield Figure(
                    f"{name}, {part}: processor",
                    cost.cpu,
                    "s",
                    floor=least.cpu or None,
                    note=f"{calls} calls",
                )

    yield from _night(driven, sizes[-1])


def _night(driven: InMemory, size: int) -> Iterator[Figure]:
    """Look at everything when nothing has changed since the look before."""
    refresh(RefreshHint(), driven.cloud)
    driven.drain()
    driven.spent.clear()
    driven.forget()
    with driven.measured("night") as cost:
        refresh(RefreshHint(), driven.cloud)
    objects, rows = len(driven.s3.objects("site")), len(driven.dynamodb.all())
    name = f"a night in which nothing changed, {size:,} playlists"
    note = f"{sum(cost.calls.values())} calls; {objects:,} objects and {rows:,} rows stand"
    yield Figure(f"{name}: processor", cost.cpu, "s", aim=_NIGHT, note=note)
    yield Figure(f"{name}: writes and messages", cost.writes, "calls", aim=0)
    work = sum(map(len, driven.waiting.values()))
    yield Figure(f"{name}: analyses and other work", work, "hints", aim=0)


def fill(driven: InMemory, standing: int, size: int) -> None:
    """Let a library of `standing` playlists have `size`; their pictures are a pixel."""
    for first in range(standing, size, _SLICE):
        last = min(first + _SLICE, size)
        info = {"slice": f"{first}-{last - 1}"}
        told = {"info": info, "playlists": [short(number) for number in range(first, last)]}
        driven.drop(f"slice-{first:07d}.json", json.dumps(told).encode())
        with mock.patch("linernotes.usecases.draw.card", return_value=PIXEL):
            driven.drain()


def short(number: int) -> dict[str, Any]:
    """A playlist of five tracks, as the Million Playlist Dataset tells it; always the same."""
    draw = random.Random(number)  # noqa: S311 - made-up playlists guard nothing
    tracks = []
    for pos in range(5):
        artist = int(4_000 * draw.random() ** 2)  # few are on many
        song = artist * 20 + draw.randrange(20)
        tracks.append(
            {
                "pos": pos,
                "artist_name": f"Filler {artist}",
                "artist_uri": f"spotify:artist:{artist:022d}",
                "track_name": f"Song {song}",
                "track_uri": f"spotify:track:{song:022d}",
                "album_name": f"Album {artist}",
                "album_uri": f"spotify:album:{artist:022d}",
                "duration_ms": 200_000,
            }
        )
    return {"name": f"Playlist {number}", "pid": number, "tracks": tracks, "collaborative": "false"}


def _add(driven: InMemory, name: str, first: int) -> tuple[Cost, dict[str, Cost]]:
    """Add a playlist by an artist of its own; what it cost, and the parts that are not its own."""
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
    driven.spent.clear()
    # What the services hold here is not for our collector of garbage to go through.
    gc.collect()
    gc.freeze()
    key = f"{name}.json"
    mine = PLAYLIST + playlist_id(key, name)

    def other_playlist(_run: Any, thing: str, *_: Any) -> bool:
        return thing != mine

    def other_entity(_run: Any, thing: str, *_: Any) -> bool:
        return not thing.endswith(f" of {name}")

    with ExitStack() as apart:
        for part, where, function, seen in (
            (_WIDE[0], publish._Run, "lists", lambda *_: True),
            (_WIDE[1], kinship, "compare", lambda *_: True),
            (_WIDE[2], analyze, "_gathering", lambda hint, _: hint.thing == HOME),
            (_WIDE[2], drawings, "draw", lambda hint, _: hint.thing == HOME),
            (_CHANGED[0], publish._Run, "_playlist", other_playlist),
            (_CHANGED[1], Entities, "_settle", other_entity),
        ):
            apart.enter_context(driven.apart(part, where, function, seen))
        driven.drop(key, json.dumps(told).encode())
        driven.drain()
    own = Cost()
    for stage in _STAGES:
        own = own.plus(driven.spent[stage])
    for part in (*_WIDE, *_CHANGED):
        own = own.without(driven.spent.get(part, Cost()))
    return own, dict(driven.spent)


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


def _more(calls: Counter[str]) -> str:
    told = ", ".join(f"{call} {count}" for call, count in sorted(calls.items()))
    return f"more than in the smallest: {told}" if told else ""
