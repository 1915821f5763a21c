"""Playlists made up for the tests of clustering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from linernotes.features import NAMES
from linernotes.models import Features, PlaylistDocument, Track

# Nine features each, in the order of `linernotes.features.SOUND`.
PARTY = (0.75, 0.85, 0.08, 0.05, 0.0, 0.15, 0.8, -4.5, 124.0)
BALLAD = (0.4, 0.25, 0.035, 0.85, 0.0, 0.11, 0.2, -12.0, 90.0)
DRONE = (0.2, 0.6, 0.05, 0.02, 0.85, 0.11, 0.08, -9.0, 140.0)
# Instrumentalness counts in powers of ten, so a hundredth more than none is far away.
SPREAD = (0.06, 0.07, 0.01, 0.05, 1e-5, 0.03, 0.07, 1.0, 6.0)


def track(name: str, sound: Sequence[float] | None, genres: Iterable[str] = ()) -> Track:
    """A track with the given nine features, or none."""
    uri = f"spotify:track:{name}"
    told: dict[str, Any] = (
        dict(zip(NAMES, map(float, sound), strict=True)) if sound is not None else {}
    )
    return Track(
        key=uri,
        uri=uri,
        name=name,
        genres=tuple(genres),
        features=Features(**told) if told else None,
    )


def playlist(tracks: Iterable[Track], name: str = "A playlist") -> PlaylistDocument:
    """The tracks as a document."""
    return PlaylistDocument(
        recipe=1, pid="x" * 32, export="x", name=name, tracks=tuple(tracks), entities={}
    )


def around(
    sound: Sequence[float], count: int, prefix: str, seed: int = 1, genres: Iterable[str] = ()
) -> list[Track]:
    """`count` tracks that sound nearly like `sound`."""
    noise = np.random.default_rng(seed).standard_normal((count, len(NAMES)))
    values = np.asarray(sound) + noise * SPREAD
    values[:, :7] = values[:, :7].clip(0.0, 1.0)
    return [track(f"{prefix}{i:04}", row, genres) for i, row in enumerate(values.tolist())]
