"""Memory that reading the largest exports takes: files at the limit, and a history of many files.

Each is read in a process of its own, whose peak counts everything: Python, the libraries that
readers import, the file, and what was read out of it.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.slices import slice_of
from linernotes.formats import read
from linernotes.formats.limits import MAX_BYTES

_AIM = 512  # MB


def history(size: int, first: int = 0) -> bytes:
    """An extended listening history of about `size` bytes, one emoji in it."""
    rows: list[str] = []
    length = 0
    while length < size - 1000:
        rows.append(_play(first + len(rows)))
        length += len(rows[-1].encode()) + 2
    return ("[" + ", ".join(rows) + "]").encode()


def _play(number: int) -> str:
    song = number * 7919 % 20_000
    minute = 25_000_000 + number * 4
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(minute * 60))
    told: dict[str, Any] = {
        "ts": at,
        "platform": "Android OS 14 API 34 (a phone)",
        "ms_played": 180_000,
        "conn_country": "DE",
        "ip_addr": "192.0.2.1",
        "master_metadata_track_name": f"A Song With A Name {song} 🎧",
        "master_metadata_album_artist_name": f"Some Artist {song % 3_000}",
        "master_metadata_album_album_name": f"An Album Of Theirs {song % 9_000}",
        "spotify_track_uri": f"spotify:track:{song:022d}",
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
        "reason_start": "trackdone",
        "reason_end": "trackdone",
        "shuffle": True,
        "skipped": False,
        "offline": False,
        "offline_timestamp": 1_700_000_000,
        "incognito_mode": False,
    }
    return json.dumps(told, ensure_ascii=False)


def large_slice() -> bytes:
    """A slice at the limit of bytes, with fewer rows than the limit of rows."""
    body = slice_of(1_450)
    return body + b" " * (MAX_BYTES - len(body))


def web_api() -> bytes:
    """A Web API playlist at the limit, with every market listed in every track."""
    markets = [f"{a}{b}" for a in "ABCDEFGHIJKLM" for b in "NOPQRSTUVWXYZA"]
    count = MAX_BYTES // (len(json.dumps(_web_api_row(0, markets))) + 40)
    items = [_web_api_row(number, markets) for number in range(count)]
    return json.dumps({"name": "Large", "tracks": {"items": items, "total": len(items)}}).encode()


def _web_api_row(number: int, markets: list[str]) -> dict[str, Any]:
    album = {
        "name": f"An Album {number % 5_000}",
        "id": f"{number:022d}",
        "available_markets": markets,
        "images": [{"url": f"https://i.scdn.co/image/{number:040d}", "width": 300}],
        "release_date": "2020-01-01",
    }
    track = {
        "uri": f"spotify:track:{number:022d}",
        "name": f"A Song 🎧 {number}",
        "artists": [{"name": f"Artist {number % 4_000}", "id": f"{number % 4_000:022d}"}],
        "album": album,
        "available_markets": markets,
        "duration_ms": 200_000,
        "popularity": 50,
    }
    return {"added_at": "2020-01-01T00:00:00Z", "is_local": False, "track": track}


def table() -> bytes:
    """A hundred thousand rows of exportify.net, which is the limit of rows."""
    head = (
        "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,"
        "Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,"
        "Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n"
    )
    line = (
        "spotify:track:{0:022d},A Song 🎧 {0},An Album {1},Artist {2};Another {3},2020-01-01,"
        '200000,50,false,,2020-01-01T00:00:00Z,"a genre,another genre",Some Records,'
        "0.5,0.6,1,-7.5,1,0.05,0.1,0.0,0.1,0.5,120.5,4\n"
    )
    rows = (line.format(n, n % 9_000, n % 20_000, n % 10_000) for n in range(100_000))
    return (head + "".join(rows)).encode()


def histories() -> bytes:
    """A zip of 411 MB of extended histories, of 20,000 songs played again and again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(7):
            body = history(411_000_000 // 7, number * 90_000)
            archive.writestr(f"Streaming_History_Audio_{2018 + number}_{number}.json", body)
    return packed.getvalue()


EXPORTS: dict[str, Callable[[], bytes]] = {
    "a slice of 64 MB": large_slice,
    "a history of 64 MB": lambda: history(MAX_BYTES),
    "a Web API playlist of 64 MB": web_api,
    "a table of 100,000 rows": table,
    "a zip of 411 MB of histories": histories,
}


def _make(name: str, path: Path) -> None:
    path.write_bytes(EXPORTS[name]())


def _peak(path: Path | None) -> tuple[float, float]:
    """Peak in MB, and seconds, of reading a file in this process; `None` reads none."""
    began = time.perf_counter()
    if path:
        read(path.read_bytes(), path.name)
    taken = time.perf_counter() - began
    # Not the resource usage, which a process takes over from the one that started it.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0, taken


def figures() -> Iterator[Figure]:
    """Peaks in MB, and the seconds that reading took."""
    fresh = multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1)
    with tempfile.TemporaryDirectory() as folder, fresh as processes:
        bare, _ = processes.apply(_peak, (None,))
        yield Figure("memory of Python and its libraries", bare, "MB")
        for name in EXPORTS:
            path = Path(folder, "export")
            processes.apply(_make, (name, path))
            peak, taken = processes.apply(_peak, (path,))
            yield Figure(f"memory of reading {name}", peak, "MB", aim=_AIM, note=f"{taken:.1f} s")
