"""What is different between two states of a playlist."""

from __future__ import annotations

from collections.abc import Mapping

from linernotes.changes import MOST_NAMED, Shift, clusters_changed, tracks_changed
from linernotes.models import Analysis, Cluster, Track


def track(key: str, *artists: str) -> Track:
    return Track(key=key, name=key.upper(), artists=artists)


def cut(clusters: Mapping[int, str]) -> Analysis:
    """An analysis; each cluster's tracks are letters."""
    return Analysis(
        recipe=1,
        mode="sound",
        k=len(clusters),
        clusters=tuple(
            Cluster(number=number, name=f"mood {number}", tracks=tuple(keys))
            for number, keys in clusters.items()
        ),
    )


def shifts(old: Mapping[int, str], new: Mapping[int, str]) -> list[tuple[str, int, int, int, int]]:
    found = clusters_changed(cut(old), cut(new))
    assert all(isinstance(one, Shift) and one.name == f"mood {one.number}" for one in found)
    return [(one.what, one.number, one.was, one.now, one.other) for one in found]


def test_tracks_are_told_in_the_order_of_the_playlist_that_holds_them() -> None:
    old = [track("a"), track("b", "Ada"), track("c")]
    new = [track("d", "Ada", "Bo"), track("c"), track("e")]
    added, removed = tracks_changed(old, new)
    assert (added.count, added.names) == (2, ("D by Ada, Bo", "E"))
    assert (removed.count, removed.names) == (2, ("A", "B by Ada"))


def test_of_many_tracks_some_are_named_and_all_are_counted() -> None:
    added, removed = tracks_changed([], [track(f"{n}") for n in range(MOST_NAMED + 5)])
    assert (added.count, len(added.names)) == (MOST_NAMED + 5, MOST_NAMED)
    assert (removed.count, removed.names) == (0, ())


def test_another_order_is_no_change() -> None:
    both = [track("a"), track("b")]
    assert [one.count for one in tracks_changed(both, both[::-1])] == [0, 0]
    assert shifts({1: "ab", 2: "cd"}, {1: "ba", 2: "dc"}) == []


def test_a_cluster_grows_or_shrinks() -> None:
    assert shifts({1: "abc", 2: "def"}, {1: "abcg", 2: "de"}) == [
        ("grew", 1, 3, 4, 0),
        ("shrank", 2, 3, 2, 0),
    ]


def test_a_cluster_splits_off_from_the_one_that_held_most_of_it() -> None:
    assert shifts({1: "abcdef", 2: "xyz"}, {1: "abc", 2: "xyz", 3: "defn"}) == [
        ("shrank", 1, 6, 3, 0),
        ("split", 3, 0, 4, 1),
    ]


def test_a_cluster_of_new_tracks_split_off_from_none() -> None:
    assert shifts({1: "abc"}, {1: "ab", 2: "cnopq"}) == [
        ("shrank", 1, 3, 2, 0),
        ("found", 2, 0, 5, 0),
    ]


def test_a_cluster_goes_into_another_or_is_gone() -> None:
    assert shifts({1: "abc", 2: "de", 3: "xy"}, {1: "abcde"}) == [
        ("grew", 1, 3, 5, 0),
        ("merged", 2, 2, 0, 1),
        ("gone", 3, 2, 0, 0),
    ]
