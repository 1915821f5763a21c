"""Refreshes: how many tracks change their cluster when ten join a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.mixes import document
from linernotes.clusters import analyse
from linernotes.models import Analysis, Track

BEFORE, JOINING = 100, 10
SEED = 31


@dataclass(frozen=True)
class Moves:
    """Shares of the hundred tracks that stand under another number afterwards."""

    playlists: int
    mean: float
    worst: float


def refresh(pool: Sequence[tuple[Track, ...]]) -> Moves | None:
    """Let ten tracks join a hundred in every playlist that has so many; None where none has."""
    rng = np.random.default_rng(SEED)
    moved = []
    for tracks in pool:
        if len(tracks) < BEFORE + JOINING:
            continue
        order = rng.permutation(len(tracks)).tolist()[: BEFORE + JOINING]
        old = document([tracks[row] for row in order[:BEFORE]], "before")
        new = document([tracks[row] for row in order], "after")
        before = analyse(old)
        was, now = _numbers(before), _numbers(analyse(new, before, old))
        moved.append(np.mean([was[key] != now[key] for key in was]))
    return Moves(len(moved), float(np.mean(moved)), float(np.max(moved))) if moved else None


def _numbers(analysis: Analysis) -> dict[str, int]:
    return {key: cluster.number for cluster in analysis.clusters for key in cluster.tracks}
