"""The scatter's plane and axes, the order within a cluster, profiles and misfits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linernotes.clusters import analyse
from linernotes.clusters.ground import Ground, ground
from linernotes.clusters.picture import picture
from linernotes.models import Analysis
from tests.unit.clusters.playlists import BALLAD, PARTY, around, playlist, track

LOUDER = (0.75, 0.85, 0.08, 0.05, 0.0, 0.15, 0.8, -1.0, 124.0)
TRACKS = around(PARTY, 30, "p") + around(BALLAD, 25, "b")
# A spoken, screaming live recording: like nothing else in the playlist.
STRANGE = track("strange", (0.1, 0.99, 0.9, 0.5, 0.9, 0.95, 0.02, -1.0, 210.0))


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(playlist(TRACKS))


def test_an_axis_says_what_changes_along_it(analysis: Analysis) -> None:
    words = set(analysis.axes[0].label.removeprefix("from ").replace(" to ", ", ").split(", "))
    assert words <= {"acoustic", "amplified", "calm", "energetic", "quiet", "loud", "sad", "happy"}
    x = {key.split(":")[2][0]: point[0] for key, point in analysis.points.items()}
    low, high = analysis.axes[0].label.removeprefix("from ").split(" to ")
    lively = "p" if x["p"] > x["b"] else "b"
    assert any(word in high for word in ("energetic", "loud", "happy", "amplified")) == (
        lively == "p"
    )
    assert low != high


def test_the_plane_is_the_one_that_keeps_most_of_the_variance() -> None:
    found = ground(TRACKS)
    assert isinstance(found, Ground)
    drawn = picture(found)
    spread = np.linalg.eigvalsh(np.cov(found.matrix.T, bias=True))[::-1]
    assert drawn.points.var(axis=0) == pytest.approx(spread[:2])
    assert [axis.explained for axis in drawn.axes] == pytest.approx(
        spread[:2] / spread.sum(), abs=1e-5
    )


def test_genres_name_an_axis_that_they_part() -> None:
    punk = around(PARTY, 30, "a", seed=1, genres=["punk"])
    disco = around(PARTY, 30, "b", seed=2, genres=["disco"])
    label = analyse(playlist(punk + disco)).axes[0].label
    assert "punk" in label
    assert "disco" in label


def test_without_any_difference_an_axis_claims_none() -> None:
    analysis = analyse(playlist([track(f"t{i}", PARTY) for i in range(40)]))
    assert {axis.label for axis in analysis.axes} == {"a bit of everything"}
    assert {axis.explained for axis in analysis.axes} == {0.0}
    assert set(analysis.points.values()) == {(0.0, 0.0)}
    assert analysis.why == "One mood: all tracks are alike in what is known of them."


def test_a_genre_too_long_for_a_name_is_too_long_for_an_axis() -> None:
    long = around(PARTY, 30, "a", seed=1, genres=["punk" * 700])
    label = analyse(playlist(long + around(PARTY, 30, "b", seed=2, genres=["disco"]))).axes[0].label
    assert "disco" in label
    assert "punk" not in label


def test_the_most_typical_tracks_come_first() -> None:
    centre = track("centre", PARTY)
    party = next(c for c in analyse(playlist([*TRACKS, centre])).clusters if centre.key in c.tracks)
    assert party.tracks.index(centre.key) < 5


def test_a_track_like_no_other_is_a_misfit_of_its_cluster() -> None:
    analysis = analyse(playlist([*TRACKS, STRANGE]))
    home = next(c for c in analysis.clusters if STRANGE.key in c.tracks)
    assert STRANGE.key in home.misfits
    assert home.tracks[-1] == STRANGE.key


def test_misfits_are_few_and_listed_as_the_tracks_are(analysis: Analysis) -> None:
    for cluster in analysis.clusters:
        assert len(cluster.misfits) <= len(cluster.tracks) / 4
        order = [cluster.tracks.index(key) for key in cluster.misfits]
        assert order == sorted(order)


def test_a_profile_gives_medians_in_the_features_own_units(analysis: Analysis) -> None:
    profile = {trait.feature: trait for trait in analysis.clusters[0].profile}
    assert len(profile) == 9
    assert profile["loudness"].median == pytest.approx(-4.5, abs=1)
    assert profile["tempo"].median == pytest.approx(124, abs=4)
    assert profile["energy"].z > 0.5
    strengths = [abs(trait.z) for trait in analysis.clusters[0].profile]
    assert strengths == sorted(strengths, reverse=True)


def test_centroids_of_two_playlists_compare() -> None:
    one, other = (
        analyse(playlist(around(PARTY, 30, "p", seed=seed) + around(BALLAD, 25, "b", seed=seed)))
        for seed in (1, 2)
    )
    first = [np.array(c.centroid) for c in one.clusters]
    second = [np.array(c.centroid) for c in other.clusters]
    assert np.linalg.norm(first[0] - second[0]) < 0.3 * np.linalg.norm(first[0] - second[1])


def test_a_track_without_a_tempo_is_placed_and_its_cluster_has_a_median_tempo() -> None:
    silent = replace(
        TRACKS[0], features=TRACKS[0].features and replace(TRACKS[0].features, tempo=0.0)
    )
    analysis = analyse(playlist([silent, *TRACKS[1:]]))
    assert silent.key in analysis.points
