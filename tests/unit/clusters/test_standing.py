"""Refreshes: clusters stay themselves while a playlist stays much the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from linernotes.clusters import analyse
from linernotes.clusters.standing import assignment
from linernotes.models import Analysis, Track
from tests.unit.clusters.playlists import BALLAD, DRONE, PARTY, around, playlist

TRACKS = around(PARTY, 40, "p") + around(BALLAD, 35, "b") + around(DRONE, 25, "d")


def numbers(analysis: Analysis) -> dict[str, int]:
    return {key: c.number for c in analysis.clusters for key in c.tracks}


def renumbered(analysis: Analysis, order: tuple[int, ...]) -> Analysis:
    """The analysis with its clusters under other numbers, as if it had grown up that way."""
    clusters = [
        c.model_copy(update={"number": number})
        for number, c in sorted(zip(order, analysis.clusters, strict=True), key=lambda x: x[0])
    ]
    return analysis.model_copy(update={"clusters": tuple(clusters)})


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_clusters_keep_their_numbers_whatever_their_sizes(order: tuple[int, ...]) -> None:
    standing = renumbered(analyse(playlist(TRACKS)), order)
    refreshed = analyse(playlist(TRACKS), standing)
    assert numbers(refreshed) == numbers(standing)


def test_ten_more_tracks_move_nearly_none_of_a_hundred() -> None:
    standing = analyse(playlist(TRACKS))
    before = numbers(standing)
    refreshed = analyse(playlist(TRACKS + around(PARTY, 10, "new", seed=8)), standing)
    after = numbers(refreshed)
    assert sum(before[key] != after[key] for key in before) <= 10
    assert refreshed.drift == 10
    assert refreshed.k == standing.k


def test_a_refresh_of_the_same_tracks_changes_nothing() -> None:
    standing = analyse(playlist(TRACKS))
    assert analyse(playlist(TRACKS), standing, playlist(TRACKS)) == standing


def test_many_small_changes_are_a_large_one_in_the_end() -> None:
    standing = analyse(playlist(TRACKS))
    tracks = list(TRACKS)
    drifts = []
    for step in range(3):
        tracks += around(PARTY, 10, f"new{step}", seed=20 + step)
        standing = analyse(playlist(tracks), standing)
        drifts.append(standing.drift)
    assert drifts == [10, 20, 0]


def test_clusters_chosen_anew_keep_the_numbers_of_those_they_overlap() -> None:
    standing = renumbered(analyse(playlist(TRACKS)), (3, 1, 2))
    more = TRACKS + around(PARTY, 60, "p-new", seed=11)
    refreshed = analyse(playlist(more), standing)
    assert refreshed.drift == 0
    shared = numbers(standing).keys() & numbers(refreshed).keys()
    assert all(numbers(standing)[key] == numbers(refreshed)[key] for key in shared)


def test_a_mood_that_left_the_playlist_makes_k_be_chosen_anew() -> None:
    standing = analyse(playlist(TRACKS))
    refreshed = analyse(playlist(TRACKS[:75]), standing)
    assert (standing.k, refreshed.k) == (3, 2)


def test_changed_facts_count_as_changes_where_the_old_document_is_at_hand() -> None:
    standing = analyse(playlist(TRACKS))
    changed = [replace(t, features=TRACKS[-1].features) for t in TRACKS[:10]]
    now = playlist(changed + TRACKS[10:])
    assert analyse(now, standing, playlist(TRACKS)).drift == 10
    assert analyse(now, standing).drift == 0


def filed(track: Track, **facts: Any) -> Track:
    """The track on the shelf of a shop: one genre, a year and a label."""
    known: dict[str, Any] = {"genres": ("pop",), "release_date": "1999", "label": "One"}
    return replace(track, **(known | facts))


SHELVED = [filed(t) for t in TRACKS]
SILENT = [
    filed(t, features=None, genres=("soul",) if n % 2 else ("ska",)) for n, t in enumerate(TRACKS)
]


@pytest.mark.parametrize(
    ("tracks", "facts", "drift"),
    [
        (SHELVED, {"release_date": "1964-05-01"}, 10),
        (SHELVED, {"release_date": "1991"}, 0),
        (SHELVED, {"genres": ("Pop",)}, 0),
        (SHELVED, {"label": "Another"}, 0),
        (SILENT, {"release_date": "1964-05-01"}, 10),
        (SILENT, {"label": "Another"}, 10),
        (TRACKS, {"release_date": "1964-05-01", "label": "Another"}, 0),
    ],
)
def test_what_clusters_are_made_of_counts_as_changed_and_nothing_else(
    tracks: list[Track], facts: dict[str, Any], drift: int
) -> None:
    changed = [replace(t, **facts) for t in tracks[:10]]
    standing = analyse(playlist(tracks))
    now = analyse(playlist(changed + tracks[10:]), standing, playlist(tracks))
    assert (now.mode, now.drift) == (standing.mode, drift)


def test_after_another_recipe_clusters_are_chosen_anew_and_keep_their_numbers() -> None:
    fresh = analyse(playlist(TRACKS))
    standing = renumbered(fresh, (3, 2, 1)).model_copy(update={"recipe": 0, "drift": 20})
    refreshed = analyse(playlist(TRACKS), standing)
    assert numbers(refreshed) == numbers(standing)
    assert (refreshed.drift, refreshed.stability) == (0, fresh.stability)


def test_genres_that_come_to_be_known_choose_anew_under_the_old_numbers() -> None:
    standing = renumbered(analyse(playlist(TRACKS)), (3, 2, 1))
    known: list[Track] = [replace(t, genres=("pop",)) for t in TRACKS]
    refreshed = analyse(playlist(known), standing)
    assert (standing.mode, refreshed.mode) == ("sound", "blend")
    assert numbers(refreshed) == numbers(standing)


def tagged(tracks: list[Track], count: int) -> list[Track]:
    """The tracks, every so many of them with a genre, `count` in all."""
    step = len(tracks) / count
    bear = {int(i * step) for i in range(count)}
    return [replace(t, genres=("pop",)) if i in bear else t for i, t in enumerate(tracks)]


@pytest.mark.parametrize(
    ("then", "now", "mode"),
    [
        (60, 59, "blend"),
        (59, 60, "sound"),
        (60, 50, "blend"),
        (60, 49, "sound"),
        (59, 69, "sound"),
        (59, 70, "blend"),
    ],
)
def test_a_few_genres_more_or_less_leave_the_mode_and_the_clusters(
    then: int, now: int, mode: str
) -> None:
    before, after = playlist(tagged(TRACKS, then)), playlist(tagged(TRACKS, now))
    standing = analyse(before)
    assert standing.mode == ("blend" if then >= 60 else "sound")
    refreshed = analyse(after, standing)
    assert refreshed.mode == mode
    moved = sum(numbers(standing)[key] != number for key, number in numbers(refreshed).items())
    assert moved <= 10


def test_with_k_the_mode_is_chosen_anew() -> None:
    standing = analyse(playlist(tagged(TRACKS, 60)))
    more = [*tagged(TRACKS, 60), *around(PARTY, 15, "n1", seed=31), *around(BALLAD, 15, "n2")]
    assert analyse(playlist(more), standing).mode == "sound"


def test_a_playlist_that_lost_its_tracks_loses_its_clusters() -> None:
    assert analyse(playlist(TRACKS[:5]), analyse(playlist(TRACKS))).mode == "none"


@given(st.integers(1, 8), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_numbers_are_matched_as_well_as_can_be(k: int, seed: int) -> None:
    worth = np.random.default_rng(seed).integers(0, 9, (k, k)).astype(float)
    ours = assignment(worth)
    assert sorted(ours) == list(range(k))
    rows, columns = linear_sum_assignment(worth, maximize=True)
    assert worth[np.arange(k), ours].sum() == worth[rows, columns].sum()
