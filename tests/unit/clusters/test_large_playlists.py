"""Playlists of thousands of tracks, and one far too strange."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from linernotes.clusters import analyse
from linernotes.models import Analysis
from tests.unit.clusters.playlists import BALLAD, DRONE, PARTY, around, playlist, track

pytestmark = pytest.mark.soak

LOUD_DRONE = (0.2, 0.95, 0.05, 0.01, 0.85, 0.11, 0.08, -4.0, 160.0)
MANY = [
    *around(PARTY, 1200, "p"),
    *around(BALLAD, 900, "b"),
    *around(DRONE, 450, "d", seed=3),
    *around(LOUD_DRONE, 450, "e", seed=4),
]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(playlist(MANY))


def test_every_track_of_a_large_playlist_is_in_the_right_mood(analysis: Analysis) -> None:
    found = [{key.split(":")[2][0] for key in c.tracks} for c in analysis.clusters]
    assert all(len(letters & {"p", "b"}) <= 1 for letters in found)
    assert sum(len(c.tracks) for c in analysis.clusters) == len(MANY)


def test_its_moods_show_up_to_four_moods_within_that_hold_all_their_tracks(
    analysis: Analysis,
) -> None:
    for cluster in analysis.clusters:
        assert len(cluster.submoods) in {0, 2, 3, 4}
        if cluster.submoods:
            within = [key for mood in cluster.submoods for key in mood.tracks]
            assert sorted(within) == sorted(cluster.tracks)
        names = [mood.name for mood in cluster.submoods]
        assert len(set(names)) == len(names)
        assert all(names)


def test_a_mood_that_is_two_shows_both() -> None:
    two = [*around(PARTY, 700, "p"), *around(BALLAD, 300, "b")]
    assert not any(c.submoods for c in analyse(playlist(two)).clusters)
    two += around(BALLAD, 1, "more", seed=9)
    assert analyse(playlist(two)).k == 2


def test_a_refresh_moves_the_border_in_a_large_playlist_by_one_step_too() -> None:
    # From lively to calm without a gap, so that a border may lie anywhere; the best is half-way.
    way = np.linspace(0, 1, 1200)[:, None]
    sounds = way * np.array(BALLAD) + (1 - way) * np.array(PARTY)
    tracks = [track(f"{n:04}", sound) for n, sound in enumerate(sounds.tolist())]
    fresh = analyse(playlist(tracks))
    lively, calm = sorted(fresh.clusters, key=lambda cluster: min(cluster.tracks))
    assert len(lively.tracks) == pytest.approx(600, abs=10)
    keys = tuple(one.key for one in tracks)
    grown = (
        lively.model_copy(update={"tracks": keys[:800]}),
        calm.model_copy(update={"tracks": keys[800:]}),
    )
    refreshed = analyse(playlist(tracks), fresh.model_copy(update={"clusters": grown}))
    now = next(one for one in refreshed.clusters if one.number == lively.number)
    # Half-way between the means of 800 tracks and of 400.
    assert len(now.tracks) == pytest.approx(700, abs=20)


def test_memory_does_not_grow_with_the_square_of_the_tracks() -> None:
    table = playlist(around(PARTY, 6000, "p"))
    tracemalloc.start()
    analyse(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # A table of all distances alone would take 288 MB.
    assert peak < 150e6
