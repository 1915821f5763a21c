"""A playlist of which only the sound is known."""

from __future__ import annotations

import random

from linernotes.clusters import analyse
from linernotes.models import Analysis
from tests.unit.clusters.playlists import BALLAD, DRONE, PARTY, around, playlist, track

TRACKS = around(PARTY, 30, "p") + around(BALLAD, 20, "b") + around(DRONE, 15, "d")
LOST = [track("lost1", None), track("lost2", None)]


def _analysis() -> Analysis:
    return analyse(playlist(TRACKS + LOST))


def test_three_moods_poured_together_come_apart_again() -> None:
    found = [{key.split(":")[2][0] for key in c.tracks} for c in _analysis().clusters]
    assert found == [{"p"}, {"b"}, {"d"}]


def test_every_track_is_in_one_cluster_or_unplaced() -> None:
    analysis = _analysis()
    listed = [key for cluster in analysis.clusters for key in cluster.tracks]
    assert sorted([*listed, *analysis.unplaced]) == sorted(t.key for t in TRACKS + LOST)
    assert analysis.unplaced == tuple(t.key for t in LOST)
    assert list(analysis.points) == [t.key for t in TRACKS]


def test_shuffled_rows_give_the_same_clusters_and_coordinates() -> None:
    shuffled = list(TRACKS + LOST)
    random.Random(3).shuffle(shuffled)
    again = analyse(playlist(shuffled))
    first = _analysis()
    assert again.clusters == first.clusters
    assert again.axes == first.axes
    assert again.points == first.points
    assert list(again.points) == [t.key for t in shuffled if t.features]


def test_a_second_run_gives_the_same_bytes() -> None:
    assert _analysis().model_dump_json() == _analysis().model_dump_json()


def test_too_few_known_tracks_make_no_clusters_and_the_page_says_why() -> None:
    analysis = analyse(playlist(TRACKS[:12] + [track(f"lost{i}", None) for i in range(28)]))
    assert (analysis.mode, analysis.k, analysis.clusters) == ("none", 0, ())
    assert analysis.why == "Only 12 of 40 tracks have audio features; 30 are needed."
    assert len(analysis.unplaced) == 40


def test_an_empty_playlist_is_analysed_too() -> None:
    assert analyse(playlist([])).mode == "none"


def test_tracks_that_all_sound_alike_are_one_mood() -> None:
    analysis = analyse(playlist([track(f"t{i}", PARTY) for i in range(50)]))
    assert (analysis.k, len(analysis.clusters)) == (1, 1)
    assert analysis.why.startswith("One mood")
    assert analysis.clusters[0].name
    assert analysis.silhouette is None
