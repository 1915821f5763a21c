"""The drawing inside a page."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from linernotes.pages.notes import notes_on
from linernotes.pages.scatter import HEIGHT, MARGIN, WIDTH, Drawing, drawing, specks
from linernotes.pages.views import PlaylistView
from tests.unit.pages.library import line, playlist, two_moods


def _drawn(view: PlaylistView, points: dict[str, tuple[float, float]]) -> Drawing | None:
    view = replace(view, analysis=view.analysis.model_copy(update={"points": points}))
    return drawing(view.analysis, notes_on(view))


def _pair() -> PlaylistView:
    tracks = [line(1), line(2)]
    return playlist(tracks, [tracks])


def test_dots_fill_the_drawing_within_its_margins() -> None:
    view = two_moods()
    made = drawing(view.analysis, notes_on(view))
    assert made
    assert all(MARGIN - 0.1 <= dot.x <= WIDTH - MARGIN + 0.1 for dot in made.dots)
    assert all(MARGIN - 0.1 <= dot.y <= HEIGHT - MARGIN + 0.1 for dot in made.dots)
    highest, lowest = min(dot.y for dot in made.dots), max(dot.y for dot in made.dots)
    assert lowest - highest == pytest.approx(HEIGHT - 2 * MARGIN)


def test_the_second_axis_points_up() -> None:
    view = _pair()
    one, two = (track.track.key for track in view.tracks)
    made = _drawn(view, {one: (0, 0), two: (0, 1)})
    assert made
    below, above = made.dots
    assert above.y < below.y


def test_the_cross_stands_at_the_mean_of_the_playlist() -> None:
    view = _pair()
    one, two = (track.track.key for track in view.tracks)
    made = _drawn(view, {one: (0, 0), two: (1, 1)})
    assert made
    assert made.origin == (made.dots[0].x, made.dots[0].y)


def test_a_distance_is_the_same_in_every_direction() -> None:
    tracks = [line(1), line(2), line(3)]
    view = playlist(tracks, [tracks])
    keys = [track.track.key for track in tracks]
    made = _drawn(view, dict(zip(keys, [(0, 0), (1, 0), (0, 1)], strict=True)))
    assert made
    corner, right, up = made.dots
    assert right.x - corner.x == pytest.approx(corner.y - up.y)


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_a_point_that_is_no_place_is_not_drawn(odd: float) -> None:
    view = _pair()
    one, two = (track.track.key for track in view.tracks)
    made = _drawn(view, {one: (odd, 0.0), two: (1.0, 1.0)})
    assert made
    assert [(dot.x, dot.y) for dot in made.dots] == [(WIDTH / 2, HEIGHT / 2)]


def test_without_points_there_is_no_drawing() -> None:
    assert _drawn(_pair(), {}) is None


def test_the_small_map_has_the_dots_of_each_cluster_in_one_path() -> None:
    view = two_moods()
    made = drawing(view.analysis, notes_on(view))
    assert made
    paths = dict(specks(made))
    assert list(paths) == [1, 2]
    for number, path in paths.items():
        drawn = [tuple(map(int, at.split())) for at in path.replace("h0", "").split("M")[1:]]
        assert drawn == [(round(dot.x), round(dot.y)) for dot in made.dots if dot.number == number]


def test_the_numbers_of_two_moods_in_one_place_stand_side_by_side() -> None:
    first, second = [line(1), line(2)], [line(3), line(4)]
    view = playlist([*first, *second], [first, second])
    keys = [track.track.key for track in view.tracks]
    made = _drawn(view, dict(zip(keys, [(0, 0), (2, 2), (2, 0), (0, 2)], strict=True)))
    assert made
    one, other = made.centres
    assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * 17
