"""The program that Linernotes answers to, re-implemented for its numbers.

It takes seven raw features, does not scale them, makes one k-means run for a cluster per fifty
tracks, and draws a plane that it cuts out of the eigenvector matrix by rows where components are
columns. Left out, in its favour: tracks without a genre, which it drops, are clustered here.
"""

from __future__ import annotations

import numpy as np

from benchmarks.judging import Judgement, Program, judge
from linernotes.clusters.arrays import Floats, Ints
from linernotes.features import NAMES

FEATURES = tuple(
    NAMES.index(name)
    for name in (
        "danceability",
        "energy",
        "speechiness",
        "acousticness",
        "instrumentalness",
        "liveness",
        "valence",
    )
)
TRACKS_A_CLUSTER = 50
SEED = 11


def standardised(table: Floats) -> Floats:
    """The table's columns with mean 0 and deviation 1; its silhouettes are measured there."""
    deviation = table.std(axis=0)
    return (table - table.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)


PROGRAM = Program(starts=1, space=standardised)


def number_of_clusters(tracks: int) -> int:
    """A cluster per fifty tracks, at least the two that a silhouette needs."""
    return max(2, -(-tracks // TRACKS_A_CLUSTER))


def cluster(raw: Floats) -> Ints:
    """Its clusters of an (n, 9) table of raw features."""
    table = _seven(raw)
    rng = np.random.default_rng(SEED)
    return PROGRAM.clusters(table, number_of_clusters(len(table)), rng)


def measure(raw: Floats) -> Judgement:
    """How its clusters of an (n, 9) table of raw features hold."""
    table = _seven(raw)
    return judge(PROGRAM, table, cluster(raw), number_of_clusters(len(table)), _plot(table))


def _seven(raw: Floats) -> Floats:
    table = raw[:, FEATURES]
    gaps = np.isnan(table)
    # A feature that no track of a playlist tells is the same for all of them.
    mean = np.where(gaps, 0.0, table).sum(axis=0) / np.maximum((~gaps).sum(axis=0), 1)
    return np.where(gaps, mean, table)


def _plot(table: Floats) -> float:
    """The share of variance in the plane of the first two rows of the eigenvector matrix."""
    covariance = np.cov(table.T)
    _, vectors = np.linalg.eigh(covariance)
    plane = vectors[:, ::-1][:2]
    total = np.trace(covariance)
    return float(np.trace(plane @ covariance @ plane.T) / total) if total else 0.0
