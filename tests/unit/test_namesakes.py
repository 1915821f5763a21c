"""Artists of one name are told apart by id."""

from __future__ import annotations

import random

from linernotes.models import Track
from linernotes.namesakes import apart, named, namesakes

ONE, TWO = "1" * 22, "2" * 22


def by(key: str, *artists: tuple[str, str]) -> Track:
    ids = tuple(spotify_id for _, spotify_id in artists)
    return Track(
        key=key,
        artists=tuple(name for name, _ in artists),
        artist_ids=ids if any(ids) else (),
    )


def parts(*tracks: Track) -> list[tuple[str, list[str]]]:
    return [(one.id, sorted(one.tracks)) for one in namesakes("artist#ann", tracks)]


def test_one_id_or_none_is_one_artist() -> None:
    assert parts(by("a", ("Ann", "")), by("b", ("ann", ""))) == []
    assert parts(by("a", ("Ann", ONE)), by("b", ("ANN", ONE)), by("c", ("Ann", ""))) == []


def test_tracks_without_an_id_are_of_who_has_most_and_of_equals_the_smallest_id() -> None:
    two = [
        by("a", ("Ann", TWO)),
        by("b", ("Ann", TWO)),
        by("c", ("Ann", ONE)),
        by("d", ("Ann", "")),
    ]
    assert parts(*two) == [(TWO, ["a", "b", "d"]), (ONE, ["c"])]
    assert parts(*two[1:]) == [(ONE, ["c", "d"]), (TWO, ["b"])]


def test_what_has_no_id_does_not_decide_who_has_most() -> None:
    tracks = [by(f"u{n}", ("Ann", "")) for n in range(9)]
    found = parts(*tracks, by("a", ("Ann", ONE)), by("b", ("Ann", TWO)), by("c", ("Ann", TWO)))
    assert [spotify_id for spotify_id, _ in found] == [TWO, ONE]


def test_the_ids_of_others_on_a_track_say_nothing() -> None:
    found = parts(by("a", ("Bob", TWO), ("Ann", ONE)), by("b", ("Ann", ONE), ("Cid", "3" * 22)))
    assert found == []


def test_a_track_that_names_both_is_of_both() -> None:
    assert parts(by("a", ("Ann", ONE), ("Ann", TWO))) == [(ONE, ["a"]), (TWO, ["a"])]


def test_a_playlist_that_tells_the_id_tells_it_for_all_and_the_order_does_not_show() -> None:
    tracks = [
        by("a", ("Ann", "")),
        by("a", ("Ann", TWO)),
        by("b", ("Ann", ONE)),
        by("c", ("Ann", ONE)),
    ]
    for seed in range(5):
        random.Random(seed).shuffle(tracks)
        assert parts(*tracks) == [(ONE, ["b", "c"]), (TWO, ["a"])]


def test_no_name_is_taken_for_one_of_several_artists() -> None:
    assert named("artist#ann id " + ONE) == "artist#ann id " + ONE
    assert named(apart("artist#ann", ONE)) == "artist#ann"
