"""The largest export that is taken: 100,000 tracks by 30,000 artists, on services in memory.

What is measured is our own work, reading, documents and 330,000 rows, without a network. The peak
is that of a process of its own and counts the rows that the services in memory hold.
"""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from tests.memory.large import KEY, Large, export

_TRACKS, _ARTISTS = 100_000, 30_000


def figures() -> Iterator[Figure]:
    """Seconds, peak and largest item of ingesting it."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        seconds, peak, largest, rows = process.apply(_ingest)
    note = f"{_TRACKS:,} tracks by {_ARTISTS:,} artists"
    yield Figure("ingesting the largest export", seconds, "s", note=note)
    yield Figure("memory of ingesting it", peak, "MB", note=f"{rows:,} rows in memory are in it")
    yield Figure("the largest item of it", largest / 1024, "KB", aim=400)


def _ingest() -> tuple[float, float, int, int]:
    body = export(_TRACKS, _ARTISTS)
    large = Large()
    began = time.process_time()
    large.drop(KEY, body)
    seconds = time.process_time() - began
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    rows = sum(len(one) for one in large.dynamodb.rows.values())
    return seconds, int(found[1]) / 1024 if found else 0.0, large.largest, rows
