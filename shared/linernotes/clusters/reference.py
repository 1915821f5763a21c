"""The reference population: the fixed units in which every playlist is measured.

`population.json` beside this module holds mean and deviation of each feature, after its transform,
over 28,356 tracks. `python -m linernotes.clusters.reference CSV > population.json` makes it from a
file with the columns of `spotify_songs.csv`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from linernotes.clusters.arrays import Floats
from linernotes.features import NAMES, sound_of
from linernotes.models import Features, Track


@dataclass(frozen=True)
class Population:
    """Mean and deviation of the nine transformed features over `tracks` tracks, shape (9,)."""

    tracks: int
    mean: Floats
    deviation: Floats


def transform(table: Floats) -> Floats:
    """Straighten the skewed features of an (n, 9) table of raw values; NaN stays NaN.

    Natural log of speechiness and liveness (not below .02), logit of acousticness (kept .005 from
    its ends), log10 of instrumentalness (not below 1e-4). The others stay as they are.
    """
    columns = {name: table[:, i] for i, name in enumerate(NAMES)}
    for name in ("speechiness", "liveness"):
        columns[name] = np.log(np.maximum(columns[name], 0.02))
    kept = np.clip(columns["acousticness"], 0.005, 0.995)
    columns["acousticness"] = np.log(kept / (1 - kept))
    columns["instrumentalness"] = np.log10(np.maximum(columns["instrumentalness"], 1e-4))
    return np.column_stack([columns[name] for name in NAMES])


@cache
def population() -> Population:
    """The population that Linernotes ships."""
    told = json.loads(files(__package__).joinpath("population.json").read_text("utf-8"))
    rows = [told["features"][name] for name in NAMES]
    return Population(
        tracks=told["tracks"],
        mean=np.array([row["mean"] for row in rows]),
        deviation=np.array([row["deviation"] for row in rows]),
    )


def measure(tracks: Iterable[Track]) -> Population:
    """Mean and deviation of every transformed feature over distinct tracks (by key)."""
    distinct = {track.key: sound_of(track) for track in tracks}
    table = transform(np.array([distinct[key] for key in sorted(distinct)]))
    return Population(len(distinct), np.nanmean(table, axis=0), np.nanstd(table, axis=0))


def read_songs(path: Path) -> list[Track]:
    """Tracks of a CSV with a `track_id` column and one column a feature."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            Track(
                key=f"spotify:track:{row['track_id']}",
                features=Features(**{name: float(row[name]) for name in NAMES}),
            )
            for row in csv.DictReader(lines)
        ]


def as_json(measured: Population) -> str:
    """The population as it is shipped, rounded to six digits."""
    features = {
        name: {"mean": round(float(mean), 6), "deviation": round(float(deviation), 6)}
        for name, mean, deviation in zip(NAMES, measured.mean, measured.deviation, strict=True)
    }
    return json.dumps({"tracks": measured.tracks, "features": features}, indent=1) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m linernotes.clusters.reference CSV > population.json")
    sys.stdout.write(as_json(measure(read_songs(Path(sys.argv[1])))))
