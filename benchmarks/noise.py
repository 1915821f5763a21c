"""Noise that must not be called clear: `python -m benchmarks.noise [SECONDS [SEED]]`.

Gaussian clouds with the covariance of real playlists, in the space that is clustered and in the
raw features, each cut and judged as a playlist would be. Prints a JSON line a kind: how many were
drawn, how many were cut up and how many of those were called clear.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.playlists import default_folders, playlists, without_genres
from linernotes.clusters.arrays import Floats
from linernotes.clusters.choice import choose, cuts
from linernotes.clusters.copies import plain, strength
from linernotes.clusters.ground import Ground, ground
from linernotes.clusters.moods import told_by
from linernotes.clusters.names import nameable
from linernotes.clusters.population import population
from linernotes.clusters.sounds import as_table
from linernotes.clusters.space import COMPONENTS, components, fixed, scaled
from linernotes.features import SOUND
from linernotes.models import PlaylistDocument

MOST_TRACKS = 400
SEED = 20261123


@dataclass
class Count:
    """How often noise was drawn, cut up, and called clear."""

    drawn: int = 0
    cut: int = 0
    clear: int = 0


def spaces(documents: Iterable[PlaylistDocument]) -> list[Ground]:
    """Where the tracks of each playlist stand, with its genres and without."""
    found = []
    for document in documents:
        for tracks in (document.tracks, without_genres(document.tracks)):
            one = ground(tracks)
            if isinstance(one, Ground) and one.mode != "context" and len(one.keys) <= MOST_TRACKS:
                found.append(one)
    return found


def cloud(found: Ground, rng: np.random.Generator) -> Ground:
    """Noise with the covariance of all that is known, Gaussian in the fixed space."""
    whole = plain(found.whole)(rng)
    units = whole[:, : len(SOUND)] @ np.linalg.inv(population().metric)
    return _ground(found, found.raw.to_numpy(), units, whole)


def raw_cloud(found: Ground, rng: np.random.Generator) -> Ground:
    """Noise with the covariance of the raw features, cut off where they end, without genres."""
    raw = found.raw.to_numpy()
    told = np.maximum((~np.isnan(raw)).sum(axis=0), 1)
    mean = np.nansum(raw, axis=0) / told
    table = mean + plain(np.where(np.isnan(raw), mean, raw))(rng)
    table = np.clip(table, [one.low for one in SOUND], [one.high for one in SOUND])
    units = scaled(table)
    return _ground(found, table, units, fixed(units))


def _ground(found: Ground, raw: Floats, units: Floats, whole: Floats) -> Ground:
    return replace(
        found,
        raw=as_table(raw, found.keys),
        units=as_table(units, found.keys),
        whole=whole,
        matrix=components(whole, COMPONENTS).scores,
    )


def judged(noise: Ground, count: Count) -> None:
    """Cut noise as a playlist is cut, and count what it is called."""
    count.drawn += 1
    cut = choose(cuts(noise.matrix), lambda one: nameable(*told_by(noise, one.labels, one.centres)))
    if cut:
        count.cut += 1
        count.clear += strength(noise, cut) == "clear"


def main(seconds: float, seed: int) -> None:
    """Draw noise of both kinds for so long."""
    rng = np.random.default_rng(seed)
    found = spaces(playlists(default_folders()))
    counts = {"fixed space": Count(), "raw features": Count()}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        one = found[int(rng.integers(len(found)))]
        judged(cloud(one, rng), counts["fixed space"])
        judged(raw_cloud(one, rng), counts["raw features"])
    for kind, count in counts.items():
        sys.stdout.write(json.dumps({"noise": kind, **vars(count)}) + "\n")


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        given = sys.argv[1:]
        main(float(given[0]) if given else 120, int(given[1]) if len(given) > 1 else SEED)
