"""The reference population, measured: `python -m linernotes.clusters.reference CSV`.

Writes what `population.json` holds to standard output. The shipped one was measured on 28,356
tracks in 397 playlists. The file has a row for every track of every playlist: `track_id`,
`playlist_id` and the nine features.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from linernotes.clusters.arrays import Floats
from linernotes.clusters.population import Population, deviations, transform
from linernotes.features import NAMES, sound_of
from linernotes.models import Features, Track

# A playlist this short says little about how the songs of a playlist differ.
ENOUGH_TRACKS = 40
# How much a direction is lengthened in which playlists differ from each other, 0 for not at all.
# A little makes for rounder clusters; much loses what tells tracks apart (docs/clustering.md).
EMPHASIS = 0.1


def measure(playlists: Mapping[str, Iterable[Track]]) -> Population:
    """The population of these playlists, by id; a track in two of them counts once by its key."""
    tables: dict[str, Floats] = {}
    distinct: dict[str, tuple[float, ...]] = {}
    for name in sorted(playlists):
        sounds = {track.key: sound_of(track) for track in playlists[name]}
        distinct |= sounds
        table = np.array([sounds[key] for key in sorted(sounds)])
        tables[name] = table[~np.isnan(table).any(axis=1)]
    everything = transform(np.array([distinct[key] for key in sorted(distinct)]))
    mean, deviation = np.nanmean(everything, axis=0), np.nanstd(everything, axis=0)
    telling = [
        deviations(table, mean, deviation)
        for table in tables.values()
        if len(table) >= ENOUGH_TRACKS
    ]
    return Population(len(distinct), len(telling), mean, deviation, _metric(telling))


def _metric(playlists: list[Floats]) -> Floats:
    """The map under which songs of one playlist scatter alike in all directions.

    With W the mean covariance within playlists and B the covariance of their means (as in linear
    discriminant analysis; Fisher, 1936): W^-1/2, times each direction's share of B to the power
    `EMPHASIS`. Written as a symmetric matrix, so that row and column i still speak of feature i.
    """
    within = np.mean([np.cov(units.T) for units in playlists], axis=0)
    between = np.cov(np.array([units.mean(axis=0) for units in playlists]).T)
    whiten = np.linalg.cholesky(np.linalg.inv(within))
    share, directions = np.linalg.eigh(whiten.T @ between @ whiten)
    stretched = whiten @ directions * np.maximum(share, 1e-3) ** EMPHASIS
    squares, axes = np.linalg.eigh(stretched @ stretched.T)
    metric: Floats = (axes * np.sqrt(squares)) @ axes.T
    return metric


def read_songs(path: Path) -> dict[str, list[Track]]:
    """Playlists of a CSV with `track_id`, `playlist_id` and one column a feature."""
    columns = {"track_id": str, "playlist_id": str, **dict.fromkeys(NAMES, float)}
    # An id or a name that reads NA is a text like any other.
    songs = pd.read_csv(
        path,
        usecols=list(columns),
        dtype=columns,
        encoding="utf-8-sig",
        keep_default_na=False,
    )
    return {str(name): _tracks(rows) for name, rows in songs.groupby("playlist_id", sort=False)}


def _tracks(songs: pd.DataFrame) -> list[Track]:
    return [
        Track(key=f"spotify:track:{key}", features=Features(**told))
        for key, told in zip(songs["track_id"], songs[list(NAMES)].to_dict("records"), strict=True)
    ]


def as_json(measured: Population) -> str:
    """The population as it is shipped, rounded to six digits."""
    rows = {
        name: {
            "mean": round(float(measured.mean[i]), 6),
            "deviation": round(float(measured.deviation[i]), 6),
            "metric": [round(float(x), 6) for x in measured.metric[i]],
        }
        for i, name in enumerate(NAMES)
    }
    counts = f'"tracks": {measured.tracks},\n "playlists": {measured.playlists}'
    lines = ",\n  ".join(f'"{name}": {json.dumps(row)}' for name, row in rows.items())
    return f'{{\n {counts},\n "features": {{\n  {lines}\n }}\n}}\n'


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m linernotes.clusters.reference CSV > population.json")
    sys.stdout.write(as_json(measure(read_songs(Path(sys.argv[1])))))
