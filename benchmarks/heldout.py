"""Is the metric worth anything for playlists it was not measured on?

`python -m benchmarks.heldout CSV` measures the reference population on every other playlist of a
file like that of `linernotes.clusters.reference`, and clusters mixes of the rest, and of the
playlists beside the project, by sound: with that metric, and with the nine features side by side
(liveness at half, loudness and tempo at .7).
Prints a JSON line each, with the mean adjusted Rand index between clusters and source playlists.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from benchmarks.mixes import TRACKS, Mix, mixes
from benchmarks.playlists import default_folders, playlists
from linernotes.clusters.arrays import Floats
from linernotes.clusters.choice import choose, cuts
from linernotes.clusters.population import Population, deviations
from linernotes.clusters.reference import measure, read_songs
from linernotes.clusters.space import COMPONENTS, components, placeable
from linernotes.features import NAMES, sound_of
from linernotes.models import Track

MIXES = 120
PLAIN = np.diag([{"liveness": 0.5, "loudness": 0.7, "tempo": 0.7}.get(name, 1.0) for name in NAMES])


def main(songs: Path) -> None:
    """Measure on one half, test on the other half and on the playlists beside the project."""
    halves = [_placeable(tracks) for _, tracks in sorted(read_songs(songs).items())]
    known = measure({str(i): tracks for i, tracks in enumerate(halves[::2])})
    beside = [_placeable(document.tracks) for document in playlists(default_folders())]
    for source, pool in (("other half", halves[1::2]), ("beside the project", beside)):
        poured = mixes([tracks for tracks in pool if len(tracks) >= TRACKS], MIXES)
        for space, metric in (("metric", known.metric), ("plain weights", PLAIN)):
            found = np.array([_recovered(mix, known, metric) for mix in poured])
            told = {
                "playlists": source,
                "space": space,
                "mixes": len(found),
                "ari": round(float(found.mean()), 3),
                "error": round(float(found.std() / np.sqrt(len(found))), 3),
            }
            sys.stdout.write(json.dumps(told) + "\n")


def _placeable(tracks: Sequence[Track]) -> tuple[Track, ...]:
    distinct = list({track.key: track for track in tracks}.values())
    known = placeable(np.array([sound_of(track) for track in distinct]))
    return tuple(track for track, kept in zip(distinct, known, strict=True) if kept)


def _recovered(mix: Mix, known: Population, metric: Floats) -> float:
    table = np.array([sound_of(track) for track in mix.tracks])
    units = deviations(table, known.mean, known.deviation)
    cut = choose(cuts(components(units @ metric, COMPONENTS).scores), nameable=lambda _: False)
    return float(adjusted_rand_score(mix.source, cut.labels)) if cut else 0.0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.heldout CSV")
    with threadpool_limits(limits=1):
        main(Path(sys.argv[1]))
