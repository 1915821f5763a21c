"""Points of a playlist's history: one a day, the last of it, and never two alike in a row."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linernotes.history import MOST_POINTS, History, Point, point_of, with_point
from linernotes.models import Analysis, Cluster

MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)


def analysis(*clusters: str) -> Analysis:
    """Clusters whose tracks are the letters of a word."""
    return Analysis(
        recipe=1,
        mode="sound",
        k=len(clusters),
        clusters=tuple(
            Cluster(number=number, name=f"Mood {number}", tracks=tuple(tracks))
            for number, tracks in enumerate(clusters, start=1)
        ),
    )


def point(state: str, day: int, hour: int = 0) -> Point:
    return point_of("abcdef", analysis(*state.split()), MORNING + timedelta(days=day, hours=hour))


def test_a_point_counts_what_stands_in_each_cluster_and_what_is_in_none() -> None:
    made = point_of("abcxy", analysis("ab", "cd"), MORNING)
    assert made.day == "2026-03-01"
    assert [(one.number, one.name, one.tracks) for one in made.clusters] == [
        (1, "Mood 1", 2),
        (2, "Mood 2", 1),
    ]
    assert (made.unplaced, made.tracks) == (2, 5)


def test_a_day_is_told_in_utc() -> None:
    east = datetime.fromisoformat("2026-03-02T01:00:00+05:00")
    assert point_of("a", analysis("a"), east).day == "2026-03-01"


def test_a_point_is_known_by_which_track_is_where_and_by_nothing_else() -> None:
    states = {
        point_of(keys, analysis(*cut), MORNING).state
        for keys, cut in (("abcd", ("ab", "cd")), ("dcba", ("ba", "dc")), ("abcdx", ("ab", "cd")))
    }
    assert len(states) == 2, "the order is no difference, a track that is not placed is one"
    others = {point("ab cd", 0).state, point("a bcd", 0).state, point("cd ab", 0).state}
    assert len(others) == 3


def test_what_stands_at_the_end_of_a_day_is_its_point() -> None:
    history = History()
    for hour, state in enumerate(("ab cd", "abc d", "a bcd")):
        history = with_point(history, point(state, 0, hour))
    assert history.points == (point("a bcd", 0),)


def test_the_same_again_is_no_point_on_that_day_nor_on_a_later_one() -> None:
    history = with_point(History(), point("ab cd", 0))
    for day in (0, 1, 9):
        assert with_point(history, point("ab cd", day)) == history


def test_a_day_that_ends_as_it_began_leaves_no_point() -> None:
    history = with_point(History(), point("ab cd", 0))
    between = with_point(history, point("a bcd", 5))
    assert len(between.points) == 2
    assert with_point(between, point("ab cd", 5, 3)) == history


def test_a_clock_that_went_back_leaves_points_in_order() -> None:
    history = with_point(with_point(History(), point("ab cd", 3)), point("a bcd", 5))
    back = with_point(history, point("abc d", 1))
    assert [one.day for one in back.points] == ["2026-03-04", "2026-03-06"]
    assert back.points[-1].state == point("abc d", 1).state


def test_the_newest_points_are_kept() -> None:
    history = History()
    for day in range(MOST_POINTS + 30):
        history = with_point(history, point("ab cd" if day % 2 else "a bcd", day))
    assert len(history.points) == MOST_POINTS
    assert history.points[-1].day == point("ab cd", MOST_POINTS + 29).day


def test_a_full_history_of_long_names_fits_its_row() -> None:
    clusters = tuple(
        Cluster(number=number, name="\U0001f3b5" * 5_000, tracks=(f"t{number}",))
        for number in range(1, 9)
    )
    history = History()
    for day in range(MOST_POINTS):
        made = analysis().model_copy(update={"clusters": clusters[day % 2 :]})
        keys = [f"t{number}" for number in range(1, 9)]
        history = with_point(history, point_of(keys, made, MORNING + timedelta(days=day)))
    assert len(history.points) == MOST_POINTS
    assert len(history.model_dump_json().encode()) < 400_000


CUTS = ("ab cd", "abc d", "a bcd", "abcd")


@given(st.lists(st.lists(st.sampled_from(CUTS), min_size=1, max_size=4), max_size=6), st.integers())
def test_points_tell_how_each_day_ended_however_often_it_was_told(
    days: list[list[str]], seed: int
) -> None:
    history = History()
    chance = random.Random(seed)
    for day, states in enumerate(days):
        for state in states:
            for _ in range(chance.randint(1, 3)):
                history = with_point(history, point(state, day))
        told = with_point(history, point(states[-1], day))
        assert told == history
    # By hand: the last of each day, where it is another than the day before.
    ends = [(day, states[-1]) for day, states in enumerate(days)]
    expected = [point(state, day) for day, state in ends if day == 0 or state != ends[day - 1][1]]
    assert list(history.points) == expected
