"""Labels that would lie on each other."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from linernotes.spacing import apart

place = st.tuples(st.floats(-100, 100), st.floats(-100, 100))


@given(st.lists(place, max_size=8))
def test_eight_labels_find_room(places: list[tuple[float, float]]) -> None:
    moved = apart(places, 40)
    assert len(moved) == len(places)
    assert all(math.dist(one, other) >= 30 for one, other in combinations(moved, 2))


def test_what_is_far_enough_apart_stays() -> None:
    places = [(0.0, 0.0), (40.0, 0.0), (0.0, -55.5)]
    assert apart(places, 40) == places


def test_two_that_are_too_near_give_way_alike() -> None:
    assert apart([(0, 0), (0, 10)], 30) == [(0, -10), (0, 20)]


def test_two_in_one_place_part_sideways() -> None:
    assert apart([(5, 5), (5, 5)], 30) == [(-10, 5), (20, 5)]
