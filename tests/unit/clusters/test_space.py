"""The fixed units, and which features count as missing."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.clusters import reference
from linernotes.clusters.arrays import Floats
from linernotes.clusters.population import population, transform
from linernotes.clusters.space import components, fixed, placeable, scaled
from linernotes.features import NAMES, SOUND, sound_of
from linernotes.models import Features, Track
from tests.unit.clusters.playlists import PARTY, around, track

SONGS = Path(__file__).resolve().parents[4] / "shared/data/corpus/spotify_songs.csv"


def heard(**changed: Any) -> dict[str, float]:
    """The features of a party track with some changed, those that are known."""
    told = Features(**dict(zip(NAMES, PARTY, strict=True)) | changed)
    values = sound_of(Track(key="spotify:track:x", uri="spotify:track:x", features=told))
    return {n: v for n, v in zip(NAMES, values, strict=True) if not math.isnan(v)}


def test_a_track_without_features_knows_nothing() -> None:
    assert all(math.isnan(value) for value in sound_of(track("x", None)))


@pytest.mark.parametrize(
    ("feature", "value"),
    [
        ("energy", 1.5),
        ("energy", -0.1),
        ("valence", math.nan),
        ("valence", math.inf),
        ("loudness", 40.0),
        ("loudness", -300.0),
        ("tempo", 0.0),
        ("tempo", 5000.0),
    ],
)
def test_a_value_out_of_range_is_missing(feature: str, value: float) -> None:
    assert heard(**{feature: value}).keys() == set(NAMES) - {feature}


def test_a_loud_track_above_zero_decibels_is_not_out_of_range() -> None:
    assert heard(loudness=4.14)["loudness"] == 4.14


def test_without_a_beat_the_zeros_that_need_one_are_missing() -> None:
    known = heard(tempo=0, danceability=0, speechiness=0, valence=0)
    assert known.keys() == set(NAMES) - {"tempo", "danceability", "speechiness", "valence"}


def test_an_instrumental_track_with_zero_valence_and_a_beat_keeps_its_zero() -> None:
    assert heard(valence=0)["valence"] == 0


def test_features_of_a_local_file_belong_to_another_row() -> None:
    sound: dict[str, Any] = dict(zip(NAMES, PARTY, strict=True))
    features = Features(**sound)
    local = Track(key="spotify:local:a", uri="spotify:local:A:B:C:100", features=features)
    assert all(math.isnan(value) for value in sound_of(local))


def test_a_track_is_placed_without_its_tempo_but_not_by_a_few_features() -> None:
    table = np.array([PARTY, PARTY, PARTY])
    table[1, 8] = np.nan
    table[2, :4] = np.nan
    assert placeable(table).tolist() == [True, True, False]


def test_a_missing_value_moves_a_track_neither_way() -> None:
    table = np.array([sound_of(one) for one in around(PARTY, 20, "p")])
    whole = scaled(table)
    table[0, 1] = np.nan
    units = scaled(table)
    assert units[0, 1] == pytest.approx(whole[1:, 1].mean())
    assert np.delete(units, 1, axis=1) == pytest.approx(np.delete(whole, 1, axis=1))


@given(st.lists(st.tuples(*(st.floats(f.low, f.high) for f in SOUND)), min_size=2, max_size=12))
def test_whatever_the_features_their_places_are_finite_and_bounded(
    rows: list[tuple[float, ...]],
) -> None:
    units = scaled(np.array(rows))
    assert np.isfinite(fixed(units)).all()
    assert np.abs(units).max() <= 3


def test_distances_do_not_depend_on_the_rest_of_the_playlist() -> None:
    two = np.array([sound_of(one) for one in around(PARTY, 2, "p")])
    many = np.concatenate([two, [sound_of(one) for one in around(PARTY, 50, "q", seed=9)]])
    apart = [np.linalg.norm(np.subtract(*fixed(scaled(table))[:2])) for table in (two, many)]
    assert apart[0] == pytest.approx(apart[1])


def test_the_metric_is_symmetric_and_keeps_all_directions() -> None:
    metric = population().metric
    assert metric == pytest.approx(metric.T)
    assert np.linalg.eigvalsh(metric).min() > 0.3


def _pca(seed: int) -> tuple[Floats, Floats]:
    matrix = np.random.default_rng(seed).standard_normal((60, 5)) * [5, 3, 1, 1, 0.5]
    return matrix, components(matrix, 5).scores


def test_principal_components_keep_all_distances_and_are_ordered() -> None:
    matrix, scores = _pca(1)
    assert np.linalg.norm(scores[0] - scores[1]) == pytest.approx(
        np.linalg.norm(matrix[0] - matrix[1])
    )
    assert (np.diff(scores.var(axis=0)) <= 0).all()


def test_a_component_points_to_where_its_largest_loading_does() -> None:
    matrix, _ = _pca(2)
    for mirrored in (matrix, -matrix):
        loadings = components(mirrored, 5).loadings
        assert (loadings[np.arange(5), np.abs(loadings).argmax(axis=1)] > 0).all()


def test_transforms_bring_skewed_features_within_a_few_units() -> None:
    table = np.array([PARTY])
    table[0, 4] = 0.0
    assert transform(table)[0, 4] == pytest.approx(-4.0)


@pytest.fixture(scope="module")
def songs() -> dict[str, list[Track]]:
    if not SONGS.is_file():
        pytest.skip(f"the reference songs are not there: {SONGS}")
    return reference.read_songs(SONGS)


def test_the_shipped_population_is_what_the_command_measures(songs: dict[str, list[Track]]) -> None:
    shipped = Path(reference.__file__).with_name("population.json").read_text("utf-8")
    assert reference.as_json(reference.measure(songs)) == shipped
    assert population().tracks == 28_356


def test_under_the_metric_songs_of_a_playlist_scatter_nearly_alike_in_all_directions(
    songs: dict[str, list[Track]],
) -> None:
    within: defaultdict[int, list[Floats]] = defaultdict(list)
    for tracks in songs.values():
        table = np.array([sound_of(one) for one in tracks])
        if len(table) >= 40 and not np.isnan(table).any():
            within[0].append(np.cov(fixed(scaled(table)).T))
    spread = np.linalg.eigvalsh(np.mean(within[0], axis=0))
    assert spread.max() / spread.min() < 2.5
