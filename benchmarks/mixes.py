"""Mixes: three to five playlists, forty tracks each, poured into one.

What people put together is the truth that a clustering is to find again; no label, genre or
subgenre in the data is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks import reference_program
from linernotes.clusters import analyse
from linernotes.clusters.arrays import Ints
from linernotes.features import sound_of
from linernotes.identity import playlist_id
from linernotes.models import Analysis, PlaylistDocument, Track

TRACKS = 40
FEWEST, MOST = 3, 5
SEED = 21

type Alter = Callable[[tuple[Track, ...]], tuple[Track, ...]]


@dataclass(frozen=True)
class Mix:
    """Tracks by rising key, and for each the number of the playlist it came from."""

    tracks: tuple[Track, ...]
    source: Ints


@dataclass(frozen=True)
class Recovery:
    """Mean adjusted Rand index with the truth, over `mixes` mixes, and the mean k."""

    mixes: int
    ari: float
    k: float
    reference_ari: float


def document(tracks: Sequence[Track], name: str) -> PlaylistDocument:
    """The tracks as a playlist of their own."""
    pid = playlist_id("benchmark", name)
    return PlaylistDocument(
        recipe=1, pid=pid, export=pid, name=name, tracks=tuple(tracks), entities={}
    )


def mixes(pool: Sequence[tuple[Track, ...]], count: int, seed: int = SEED) -> list[Mix]:
    """`count` random mixes of the playlists in `pool`, each of 40 tracks or more.

    A track that stands in two of the poured playlists belongs to the first.
    """
    rng = np.random.default_rng(seed)
    poured, most = [], min(MOST, len(pool))
    for _ in range(count):
        picked = rng.choice(len(pool), int(rng.integers(FEWEST, most + 1)), replace=False)
        drawn: dict[str, tuple[Track, int]] = {}
        for source, playlist in enumerate(picked.tolist()):
            tracks = pool[playlist]
            for row in rng.choice(len(tracks), TRACKS, replace=False).tolist():
                drawn.setdefault(tracks[row].key, (tracks[row], source))
        rows = [drawn[key] for key in sorted(drawn)]
        source_of = np.array([source for _, source in rows], dtype=np.intp)
        poured.append(Mix(tuple(track for track, _ in rows), source_of))
    return poured


def recover(poured: Sequence[Mix], alter: Alter = tuple) -> Recovery:
    """How well the recipe and the reference program find the playlists behind each mix.

    `alter` is what becomes of a mix's tracks first. All tracks must be placeable.
    """
    found = []
    for mix in poured:
        tracks = alter(mix.tracks)
        analysis = analyse(document(tracks, "mix"))
        theirs = reference_program.cluster(np.array([sound_of(track) for track in tracks]))
        ours = _labels(analysis, tracks)
        found.append(
            (
                adjusted_rand_score(mix.source, ours),
                analysis.k,
                adjusted_rand_score(mix.source, theirs),
            )
        )
    ari, k, reference = np.mean(found, axis=0).tolist()
    return Recovery(len(poured), ari, k, reference)


def _labels(analysis: Analysis, tracks: Sequence[Track]) -> Ints:
    number = {key: cluster.number - 1 for cluster in analysis.clusters for key in cluster.tracks}
    return np.array([number[track.key] for track in tracks], dtype=np.intp)
