"""Time and memory of an analysis, on one core, imports aside; and of what sounds alike."""

from __future__ import annotations

import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace

from threadpoolctl import threadpool_limits

from benchmarks.figure import Figure
from benchmarks.mixes import document
from benchmarks.playlists import PROJECT, default_folders, playlists
from linernotes.clusters import analyse
from linernotes.features import sound_of
from linernotes.kin import Sound, SoundingMood, kin_of
from linernotes.models import PlaylistDocument, Track

# Tracks, the most seconds of processor that their analysis may take, and of memory in MB beyond
# what the imports take.
SIZES = ((120, 0.3, 100), (10_000, 5.0, 400), (100_000, 20.0, 1_500))
PLAYLISTS, MOODS = 1_000, 4
SEED = 41


def figures() -> Iterable[Figure]:
    """An analysis each in a process of its own, so that memory is that of one."""
    for tracks, seconds, megabytes in SIZES:
        told = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", "benchmarks.analysis", str(tracks)],
            check=True,
            capture_output=True,
            text=True,
            cwd=PROJECT,
        )
        measured = json.loads(told.stdout)
        note = "tracks of the corpus or the samples, again under other keys where they run out"
        yield Figure(
            f"analysis of {tracks:,} tracks", measured["seconds"], "s", aim=seconds, note=note
        )
        yield Figure(
            f"memory of {tracks:,} tracks", measured["megabytes"], "MB", aim=megabytes, note=note
        )
    yield Figure(
        f"one of {PLAYLISTS:,} playlists held against all",
        _kin(),
        "s",
        aim=0.2,
        note=f"{MOODS} moods and 5 misfits each, in plain Python",
    )


def heard(documents: Iterable[PlaylistDocument]) -> list[Track]:
    """The tracks of the playlists of which the sound is known."""
    return [
        track
        for one in documents
        for track in one.tracks
        if not any(map(math.isnan, sound_of(track)))
    ]


def playlist_of(tracks: int, known: list[Track]) -> PlaylistDocument:
    """So many of the known tracks, a little moved when they come again."""
    known = list(known)
    rng = random.Random(SEED)  # noqa: S311 - no secret
    rng.shuffle(known)
    return document([_again(known, place, rng) for place in range(tracks)], f"{tracks} tracks")


def _again(known: list[Track], place: int, rng: random.Random) -> Track:
    track = known[place % len(known)]
    told = track.features
    if place < len(known) or told is None or told.energy is None or told.valence is None:
        return replace(track, key=f"{place} {track.key}")
    moved = replace(
        told,
        energy=min(1.0, max(0.0, told.energy + rng.gauss(0, 0.02))),
        valence=min(1.0, max(0.0, told.valence + rng.gauss(0, 0.02))),
    )
    return replace(track, key=f"{place} {track.key}", features=moved)


def _kin() -> float:
    rng = random.Random(SEED)  # noqa: S311 - no secret

    def place() -> tuple[float, ...]:
        return tuple(rng.gauss(0, 1) for _ in range(9))

    sounds = [
        Sound.model_validate(
            {
                "pid": f"p{n}",
                "slug": f"p{n}",
                "name": f"p{n}",
                "tracks": 100,
                "moods": [
                    SoundingMood(number=j, name="m", tracks=25, centre=place())
                    for j in range(1, MOODS + 1)
                ],
                "odd": [{"track": f"{n} {j}", "mood": 1, "place": place()} for j in range(5)],
                "sketch": sorted(f"{rng.getrandbits(40):010x}" for _ in range(100)),
            }
        )
        for n in range(PLAYLISTS)
    ]
    began = time.process_time()
    kin_of(sounds[0], sounds)
    return time.process_time() - began


def _measure(tracks: int) -> dict[str, float]:
    known = heard(playlists(default_folders()))
    made = playlist_of(tracks, known)
    analyse(playlist_of(40, known))  # imports, and what they hold
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with threadpool_limits(limits=1):
        analyse(made)
    seconds = time.process_time() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "megabytes": (after - before) / 1024}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]))) + "\n")
