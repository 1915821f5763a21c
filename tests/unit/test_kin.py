"""What sounds alike across the library."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from linernotes.kin import (
    MOST_ALIKE,
    AkinMood,
    Odd,
    Sound,
    distance,
    kin_of,
    near_copies,
    sound_of,
)
from linernotes.models import Analysis, Cluster


def _sound(
    pid: str,
    *middles: float,
    keys: Sequence[str] = (),
    odd: Sequence[tuple[str, int, float]] = (),
    guest: bool = False,
) -> Sound:
    """A playlist whose moods of ten tracks each stand at these places along one line."""
    clusters = tuple(
        Cluster(
            number=number,
            name=f"mood {number}",
            tracks=tuple(f"{pid} {number} {n}" for n in range(10)),
            centroid=(middle, *[0.0] * 8),
            misfits=tuple(key for key, mood, _ in odd if mood == number),
            misfit_places=tuple((at, *[0.0] * 8) for _, mood, at in odd if mood == number),
        )
        for number, middle in enumerate(middles, start=1)
    )
    analysis = Analysis(recipe=1, mode="sound", k=len(clusters), clusters=clusters)
    held = keys or [key for cluster in clusters for key in cluster.tracks]
    made = sound_of(pid, f"slug-{pid}", pid.title(), held, analysis, guest=guest)
    assert made is not None
    return made


def test_the_nearest_playlists_come_first_and_never_the_playlist_itself() -> None:
    own = _sound("own", 0)
    others = [_sound(f"p{n}", n / 2) for n in range(1, 9)]
    kin = kin_of(own, [own, *others])
    assert [one.pid for one in kin.playlists] == [f"p{n}" for n in range(1, MOST_ALIKE + 1)]
    assert [one.distance for one in kin.playlists] == [0.5, 1, 1.5, 2, 2.5]
    assert kin.playlists[0].slug == "slug-p1"


def test_distance_is_between_the_middles_where_every_track_counts_alike() -> None:
    one, other = _sound("a", 0), _sound("b", 0, 4)
    assert distance(one, other) == distance(other, one) == 2
    assert distance(one, _sound("c", 0)) == 0
    larger = other.moods[0].model_copy(update={"tracks": 30})
    assert distance(one, other.model_copy(update={"moods": (larger, other.moods[1])})) == 1


def test_every_mood_has_its_nearest_elsewhere() -> None:
    kin = kin_of(_sound("own", 0, 10), [_sound("a", 1, 20), _sound("b", 11.5)])
    assert [(one.number, one.pid, one.mood, one.distance) for one in kin.moods] == [
        (1, "a", 1, 1),
        (2, "b", 1, 1.5),
    ]


def test_near_copies_and_liked_songs_are_left_out() -> None:
    keys = [f"track {n}" for n in range(100)]
    own = _sound("own", 0, keys=keys)
    copy = _sound("copy", 0, keys=keys[:90])
    liked = _sound("liked", 0, guest=True)
    other = _sound("other", 3, keys=[*keys[:50], *(f"more {n}" for n in range(50))])
    assert kin_of(own, [copy, liked, other]).pids == {"other"}
    assert kin_of(liked, [own]).pids == {"own"}


@pytest.mark.parametrize("size", [40, 1000])
def test_a_sketch_tells_how_much_two_playlists_share(size: int) -> None:
    keys = [f"track {n}" for n in range(2 * size)]
    own = _sound("own", 0, keys=keys[:size])
    assert near_copies(own, _sound("b", 0, keys=keys[size // 20 : size + size // 20]))
    assert not near_copies(own, _sound("b", 0, keys=keys[size // 2 : size + size // 2]))
    assert not near_copies(own, _sound("b", 0, keys=keys[: size // 2]))


@pytest.mark.parametrize("shared", [40, 16])
def test_a_short_playlist_inside_a_long_one_is_no_copy(shared: int) -> None:
    for seed in range(30):
        archive = [f"{seed} track {n}" for n in range(2_000)]
        short = [*archive[:shared], *(f"{seed} more {n}" for n in range(40 - shared))]
        assert not near_copies(_sound("a", 0, keys=archive), _sound("b", 0, keys=short))


def test_a_misfit_fits_where_it_is_clearly_nearer() -> None:
    own = _sound("own", 0, odd=[("stays", 1, 4.9), ("goes", 1, 7.0)])
    kin = kin_of(own, [_sound("a", 30, 10)])
    assert kin.fits == (
        AkinMood(
            number=1,
            track="goes",
            pid="a",
            slug="slug-a",
            name="A",
            mood=2,
            mood_name="mood 2",
            distance=3,
        ),
    )


def test_what_went_is_named_no_more() -> None:
    own = _sound("own", 0, odd=[("goes", 1, 7.0)])
    kin = kin_of(own, [_sound("a", 10), _sound("b", 2)])
    assert kin.pids == {"a", "b"}
    left = kin.only(frozenset({"b"}))
    assert left.pids == {"b"}
    assert not left.fits


def test_the_order_of_the_others_makes_no_difference() -> None:
    rng = random.Random(3)
    others = [_sound(f"p{n}", rng.randrange(5), rng.randrange(5)) for n in range(30)]
    own = _sound("own", 1, 3, odd=[("x", 1, 9.0)])
    shuffled = rng.sample(others, len(others))
    assert kin_of(own, others) == kin_of(own, shuffled)


def test_those_named_and_those_that_changed_are_all_that_has_to_be_asked() -> None:
    rng = random.Random(4)
    sounds = [_sound(f"p{n:02}", rng.uniform(0, 9), rng.uniform(0, 9)) for n in range(40)]
    own = _sound("own", 2, 6, odd=[("x", 1, 9.0)])
    before = kin_of(own, sounds)
    far = next(one.pid for one in sounds if one.pid not in before.pids)
    changed = [_sound(far, 2.01, 6.02) if one.pid == far else one for one in sounds]
    few = [one for one in changed if one.pid in before.pids or one.pid == far]
    assert kin_of(own, few) == kin_of(own, changed) != before


def test_of_a_playlist_without_sound_nothing_is_said() -> None:
    analysis = Analysis(recipe=1, mode="none", k=0)
    assert sound_of("p", "p", "P", ["a"], analysis) is None


def test_misfits_of_a_sound_stand_where_the_analysis_saw_them() -> None:
    assert _sound("own", 0, odd=[("x", 1, 7.0004)]).odd == (
        Odd(track="x", mood=1, place=(7.0, *[0.0] * 8)),
    )
