"""A generated slice of the Million Playlist Dataset: read, split and queued on the embedded engine.

`make bench ARGS=slices` takes about a minute; with `DRAIN=yes` it also waits until the pages of
all thousand playlists stand, which takes a quarter of an hour. `PLAYLISTS=100` makes a smaller
slice.
"""

from __future__ import annotations

import json
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.one_export import processor
from linernotes.local import deploy, drive, engine

_TRACKS = 66  # a playlist, on average; as in the dataset, most have fewer
_SONGS = 100_000  # that there are: enough for 34,000 distinct ones among 66,000 rows
_ARTISTS = 14_000
_KEY = "mpd.slice.0-999.json"
_SYLLABLES = [
    "ka",
    "to",
    "mi",
    "re",
    "su",
    "la",
    "no",
    "vi",
    "da",
    "pe",
    "lo",
    "ra",
    "shi",
    "en",
    "ul",
    "or",
]


def slice_of(playlists: int = 1_000, seed: int = 0) -> bytes:
    """A slice in the dataset's own shape: popular tracks are in many playlists, most in one."""
    draw = random.Random(seed)  # noqa: S311 - made-up playlists guard nothing
    lists = [_playlist(draw, pid) for pid in range(playlists)]
    info = {"generated_on": "2017-12-03 08:41:42.057563", "slice": "0-999", "version": "v1"}
    return json.dumps({"info": info, "playlists": lists}, indent=4).encode()


def _playlist(draw: random.Random, pid: int) -> dict[str, object]:
    count = min(max(int(draw.lognormvariate(3.93, 0.82)), 5), 250)
    songs = dict.fromkeys(_common(draw, _SONGS, 0.36) for _ in range(count))
    tracks = [_track(pos, song) for pos, song in enumerate(songs)]
    return {
        "name": f"{_words(pid, 2)} {pid}",
        "collaborative": "false",
        "pid": pid,
        "modified_at": 1_493_424_000,
        "num_tracks": len(tracks),
        "num_albums": len({track["album_uri"] for track in tracks}),
        "num_followers": 1,
        "tracks": tracks,
        "num_edits": 6,
        "duration_ms": sum(int(str(track["duration_ms"])) for track in tracks),
        "num_artists": len({track["artist_uri"] for track in tracks}),
    }


def _track(pos: int, song: int) -> dict[str, object]:
    artist = int((song / _SONGS) ** 1.4 * _ARTISTS)
    album = artist * 8 + song % 8
    return {
        "pos": pos,
        "artist_name": _words(artist, 2),
        "track_uri": f"spotify:track:{song:022d}",
        "artist_uri": f"spotify:artist:{artist:022d}",
        "track_name": _words(song + 7, 4),
        "album_uri": f"spotify:album:{album:022d}",
        "duration_ms": 120_000 + song * 37 % 200_000,
        "album_name": _words(album + 3, 3),
    }


def _common(draw: random.Random, among: int, tail: float) -> int:
    """A number below `among`; small ones come often, large ones seldom."""
    return int(among * draw.random() ** (1 / tail))


def _words(number: int, count: int) -> str:
    words = random.Random(number)  # noqa: S311 - as above
    return " ".join(
        "".join(words.choices(_SYLLABLES, k=words.randint(2, 4))).capitalize() for _ in range(count)
    )


def figures() -> Iterator[Figure]:
    """Seconds from the put to the last playlist in its queue, and the memory of the worker."""
    playlists = int(os.environ.get("PLAYLISTS", "1000"))
    body = slice_of(playlists)
    rows = sum(len(one["tracks"]) for one in json.loads(body)["playlists"])
    note = f"{playlists:,} playlists, {rows:,} rows, {len(body) / 1e6:.0f} MB"
    with engine.running() as running:
        stack = deploy.deploy(running, deploy.find_template(Path.cwd()))
        began, worked = time.monotonic(), processor(running.group)
        drive.drop(stack, _KEY, body)
        peak = 0.0
        while drive.backlog(stack)["Ingest"]:
            peak = max(peak, _memory(stack.name))
            time.sleep(0.1)
        taken = time.monotonic() - began
        load = f"; load {os.getloadavg()[0]:.1f}"
        yield Figure("a slice read, split and queued", taken, "s", aim=60, note=note + load)
        worked = processor(running.group) - worked
        yield Figure("the same: processor", worked, "s", note="with the engine's own work")
        yield Figure("memory of the worker", peak, "MB", aim=512, note=note)
        if os.environ.get("DRAIN"):
            drive.drain(stack)
            taken = time.monotonic() - began
            load = f"; load {os.getloadavg()[2]:.1f} over the last quarter of an hour"
            yield Figure("a slice published", taken, "s", note=note + load)


def _memory(stack: str) -> float:
    """The most that a worker of the ingest function has held so far, in MB."""
    peak = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text(errors="replace")
            told = (process / "status").read_text()
        except OSError:  # gone since
            continue
        if f"/ministack-lambda-{stack}-Ingest" in command:
            found = re.search(r"VmHWM:\s+(\d+) kB", told)
            peak = max(peak, int(found[1]) / 1024 if found else 0.0)
    return peak
