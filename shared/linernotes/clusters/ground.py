"""Where the tracks of a playlist stand: which of them can be placed, by what, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from linernotes.clusters.arrays import Floats
from linernotes.clusters.sounds import as_table, sound_table
from linernotes.clusters.space import COMPONENTS, components, fixed, placeable, scaled
from linernotes.clusters.tags import (
    decade_tokens,
    embedding,
    genre_tokens,
    genres_of,
    label_tokens,
    lend,
)
from linernotes.features import ENOUGH_TRACKS
from linernotes.models import Mode, Track

ENOUGH_GENRES = 0.6
# Near that border a playlist stays in the mode in which it stands, or a track more or less would
# throw over all of its clusters.
ENOUGH_WHERE: Mapping[Mode | None, float] = {"blend": 0.5, "sound": 0.7}
# Spread of the genre vectors against that of sound, for a playlist of all kinds of music. The
# vectors have length 1, so in a playlist of one genre they spread less and weigh less.
GENRES_TO_SOUND = 1.0
NOTHING_SHARED = (
    "Too few tracks have audio features, and no two share a genre, a label or a decade: "
    "nothing groups them."
)


@dataclass(frozen=True)
class Ground:
    """The placed tracks of a playlist, n of them, by rising key.

    `raw` holds the features as told, one column each (`sounds.sound_table`); `units`, with the
    same rows and columns, in deviations of the reference population, gaps filled. `whole` (n, d)
    is all that is known of the tracks, in which distances mean something; `matrix` (n, c) its
    first principal components, which are clustered.
    In the mode `context` nothing is known of the sound and `units` is 0.
    """

    mode: Mode
    tracks: tuple[Track, ...]
    raw: pd.DataFrame
    units: pd.DataFrame
    whole: Floats
    matrix: Floats

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the placed tracks, rising."""
        return tuple(track.key for track in self.tracks)

    def part(self, rows: Sequence[int]) -> Ground:
        """The tracks of these rows, where they stand in the whole."""
        kept = np.asarray(rows, dtype=np.intp)
        return replace(
            self,
            tracks=tuple(self.tracks[row] for row in kept.tolist()),
            raw=self.raw.iloc[kept],
            units=self.units.iloc[kept],
            whole=self.whole[kept],
            matrix=self.matrix[kept],
        )

    def thinned(self, most: int) -> Ground:
        """At most `most` of the tracks, taken evenly by key, where they stand in the whole."""
        rows = range(len(self.tracks))
        return self if len(rows) <= most else self.part(rows[:: -(-len(rows) // most)])


def ground(tracks: Sequence[Track], stands: Mode | None = None) -> Ground | str:
    """Place the tracks of a playlist, or say in a sentence why that cannot be done.

    The order of `tracks` makes no difference.

    Parameters
    ----------
    tracks : all tracks of the playlist.
    stands : the mode in which the playlist stands already, if it is to stay there where it can.
    """
    ordered = sorted(tracks, key=lambda track: track.key)
    table = sound_table(ordered)
    heard = placeable(table.to_numpy())
    if heard.sum() >= ENOUGH_TRACKS:
        placed = [track for track, known in zip(ordered, heard, strict=True) if known]
        return _by_sound(placed, table[heard], ENOUGH_WHERE.get(stands, ENOUGH_GENRES))
    told = [
        track
        for track in ordered
        if genre_tokens(track) or label_tokens(track) or decade_tokens(track)
    ]
    if len(told) >= ENOUGH_TRACKS:
        return _by_context(told)
    return _why_not(len(ordered), int(heard.sum()), len(told))


def _by_sound(placed: Sequence[Track], raw: pd.DataFrame, enough: float) -> Ground:
    units = scaled(raw.to_numpy())
    whole = fixed(units)
    tagged = np.array([bool(genres_of(track)) for track in placed])
    blend = bool(tagged.mean() >= enough)
    if blend:
        # A decade by itself is not enough to be placed by: such a track is lent its genres.
        told = [
            genre_tokens(track) + decade_tokens(track) if known else []
            for track, known in zip(placed, tagged, strict=True)
        ]
        vectors = embedding(told)
        vectors = lend(vectors, vectors.any(axis=1), whole)
        spread = np.sqrt(whole.var(axis=0).sum())
        whole = np.hstack([whole, GENRES_TO_SOUND * spread * vectors])
    matrix = components(whole, COMPONENTS).scores
    mode: Mode = "blend" if blend else "sound"
    return Ground(mode, tuple(placed), raw, as_table(units, raw.index), whole, matrix)


def _by_context(placed: Sequence[Track]) -> Ground | str:
    """Genres, label and decade side by side, each block as long as the others."""
    blocks = [
        embedding([of(track) for track in placed])
        for of in (genre_tokens, label_tokens, decade_tokens)
    ]
    whole = np.hstack(blocks)
    if not whole.shape[1]:
        return NOTHING_SHARED
    silent = sound_table(placed) * np.nan
    matrix = components(whole, COMPONENTS).scores
    return Ground("context", tuple(placed), silent, silent.fillna(0.0), whole, matrix)


def _why_not(tracks: int, heard: int, told: int) -> str:
    if tracks < ENOUGH_TRACKS:
        count = f"{tracks} tracks" if tracks > 1 else ("1 track" if tracks else "no tracks")
        return f"The playlist has {count}; moods are looked for from {ENOUGH_TRACKS} on."
    also = f" and only {told} a genre, a label or a year" if told else ""
    have = "have" if heard > 1 else "has"
    some = f"Only {heard} of {tracks} tracks" if heard else f"None of the {tracks} tracks"
    return f"{some} {have} audio features{also}; {ENOUGH_TRACKS} are needed."
