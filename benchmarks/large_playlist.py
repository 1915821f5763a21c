"""What a playlist of ten thousand tracks, the largest that Spotify has, asks of each function.

The built functions run as Lambda runs them (benchmarks/cold_start.py), in processes of their own,
on a stack of the embedded engine: from the export to the last page. The memory of template.yaml
rests on these figures.
"""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cold_start import BUILT, build
from benchmarks.figure import Figure
from linernotes.local import engine
from tools.stages import STAGES, idle_stack, staged

TRACKS = 10_000
_HEAD = (
    "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,"
    "Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,"
    "Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n"
)


def export() -> bytes:
    """The playlist as exportify.net has it, in three moods, with a long tail of names."""
    chance = random.Random(7)  # noqa: S311 - a made-up playlist
    lines = [_HEAD]
    for number in range(TRACKS):
        mood = chance.randrange(3)
        artist, label = chance.randrange(3_000), chance.randrange(2_000)
        genre = mood * 100 + chance.randrange(100)
        near = [chance.gauss(0.25 + 0.25 * mood, 0.06) for _ in range(4)]
        dance, energy, acoustic, valence = (min(0.99, max(0.01, one)) for one in near)
        lines.append(
            f"spotify:track:{number:022d},A Song {number},Album {number // 9},Artist {artist},"
            f"{1970 + number % 50}-01-01,200000,50,false,,2020-01-01T00:00:00Z,genre {genre},"
            f"Label {label},{dance:.3f},{energy:.3f},{number % 12},{-20 + 12 * energy:.2f},1,0.05,"
            f"{acoustic:.3f},0.0,0.1,{valence:.3f},{80 + 60 * energy:.1f},4\n"
        )
    return "".join(lines).encode()


def figures() -> Iterator[Figure]:
    """Invocations, their seconds and the most memory, by function."""
    build(BUILT)
    with tempfile.TemporaryDirectory(dir=BUILT.parent) as folder, engine.running() as running:
        stack = idle_stack(running, BUILT / "template.yaml", "large", "999900000202")
        with staged(BUILT, stack, Path(folder)) as stages:
            stages.drop("large.csv", export())
            taken: dict[str, list[float]] = defaultdict(list)
            for one in stages.work():
                taken[one.stage].append(one.seconds)
            for stage in STAGES:
                seconds = taken[stage]
                yield Figure(
                    f"longest invocation of {stage.lower()}, {TRACKS:,} tracks",
                    max(seconds),
                    "s",
                    note=f"{len(seconds)} invocations, {sum(seconds):.1f} s together",
                )
                peak = stages.running[stage].peak_memory() / 1e6
                yield Figure(f"most memory of {stage.lower()}, {TRACKS:,} tracks", peak, "MB")
