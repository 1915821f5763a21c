"""Two artists of one name, told apart by id, on moto."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack
from tests.aws.test_entities import orphans, told
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

ONE, TWO = "1" * 22, "2" * 22


def by(spotify_id: str, *numbers: int) -> list[dict[str, Any]]:
    """Tracks by Ann, whoever she is; without audio features, as this is not about sound."""
    tracks = [track(n, artist="Ann", label="") for n in numbers]
    for one in tracks:
        del one["audio_features"]
        one["artists"] = [{"name": "Ann", **({"id": spotify_id} if spotify_id else {})}]
    return tracks


def anns(stack: Stack) -> dict[str, list[str]]:
    """The titles on the page of each Ann, by folder."""
    site = stack.site()
    return {
        path.removesuffix("/overview.json"): sorted(
            one["name"] for one in json.loads(body)["tracks"]
        )
        for path, body in site.items()
        if path.startswith("artists/") and path.endswith("/overview.json")
    }


def songs(*numbers: int) -> list[str]:
    return sorted(f"Song {n}" for n in numbers)


def settled(stack: Stack) -> None:
    """Nothing is left over, nothing leads nowhere."""
    site = stack.site()
    assert dead_links(site) == []
    assert orphans(site) == set()
    assert stack.rows("DIRTY") == []


def other(stack: Stack) -> str:
    """The folder of the second Ann."""
    [folder] = [one for one in anns(stack) if one != "artists/ann"]
    assert len(folder) == len("artists/ann-123456")
    return folder


def test_each_of_two_artists_has_a_page_and_tracks_lead_to_theirs(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(10)), *by(TWO, *range(20, 31))]))
    stack.drop("b.json", playlist("B", by("", 40, 41)))
    stack.drain()
    second = other(stack)
    assert anns(stack) == {
        "artists/ann": songs(*range(20, 31), 40, 41),
        second: songs(*range(10)),
    }
    assert [one["name"] for one in told(stack, second)["playlists"]] == ["A"]
    assert ONE in json.dumps(told(stack, second))
    assert TWO not in json.dumps(told(stack, second))
    page = stack.site()["playlists/a/overview.md"].decode()
    rows = {line.split("|")[2].strip(): line for line in page.splitlines() if "Song " in line}
    assert all("artists/ann/" in rows[f"Song {n}"] for n in range(20, 31))
    assert all(f"{second}/" in rows[f"Song {n}"] for n in range(10))
    assert "artists/ann/" in stack.site()["playlists/b/overview.md"].decode()
    assert [one["tracks"] for one in told(stack, "playlists/a")["artists"]] == [11, 10]
    assert f"{second}/" in stack.site()["README.md"].decode()
    assert f"{second}/" in stack.site()["errors.md"].decode()
    settled(stack)


def test_who_has_too_few_tracks_of_their_own_has_no_page_and_no_link(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(12)), *by(TWO, 20, 21)]))
    stack.drain()
    assert anns(stack) == {"artists/ann": songs(*range(12))}
    page = stack.site()["playlists/a/overview.md"].decode()
    leads = {line for line in page.splitlines() if "Song 20" in line or "Song 21" in line}
    assert len(leads) == 2
    assert not any("artists/" in line for line in leads)
    settled(stack)


def test_two_that_reach_a_page_only_together_have_none(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(7)), *by(TWO, *range(20, 27))]))
    stack.drain()
    assert anns(stack) == {}
    settled(stack)


def test_the_liked_one_has_the_page_where_the_other_has_more_tracks(stack: Stack) -> None:
    liked = by(TWO, *range(20, 26))
    stack.drop("a.json", playlist("A", [*by(ONE, *range(9)), *liked, *by("", 40)]))
    stack.drop("YourLibrary.json", library(liked))
    stack.drain()
    assert anns(stack) == {"artists/ann": songs(*range(20, 26))}
    page = stack.site()["playlists/a/overview.md"].decode()
    for line in page.splitlines():
        if "Song " in line:
            liked_one = any(f"Song {n} " in line or f"Song {n}]" in line for n in range(20, 26))
            assert ("artists/ann/" in line) == liked_one, line
    settled(stack)


def test_they_are_one_again_when_the_export_that_told_them_apart_goes(
    stack: Stack, site_writes: list[str]
) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(15)), *by("", 50)]))
    stack.drain()
    before, rows = stack.site(), stack.rows()
    stack.drop("b.json", playlist("B", by(TWO, *range(20, 31))))
    stack.drain()
    second = other(stack)
    assert anns(stack)["artists/ann"] == songs(*range(15), 50)
    settled(stack)

    site_writes.clear()
    stack.remove("b.json")
    stack.drain()
    assert stack.site() == before
    gone = site_writes.index(f"DELETE {second}/overview.md")
    assert max(n for n, path in enumerate(site_writes) if path == "README.md") < gone
    kept = ("M#", "L#", "SHELF", "DIRTY", "PAGES")
    things = [(row["pk"], row["sk"]) for row in rows if row["pk"].startswith(kept)]
    left = [(row["pk"], row["sk"]) for row in stack.rows() if row["pk"].startswith(kept)]
    assert left == things


def test_links_go_before_the_page_of_the_second_does(stack: Stack, site_writes: list[str]) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(15)), *by(TWO, 20)]))
    stack.drop("b.json", playlist("B", by(TWO, *range(21, 30))))
    stack.drain()
    second = other(stack)
    assert f"{second}/" in stack.site()["playlists/a/overview.md"].decode()
    site_writes.clear()
    stack.remove("b.json")
    stack.drain()
    gone = site_writes.index(f"DELETE {second}/overview.md")
    assert site_writes.index("playlists/a/overview.md") < gone
    assert second not in stack.site()["playlists/a/overview.md"].decode()
    settled(stack)


@pytest.mark.soak
def test_who_stands_at_a_slug_stays_there_when_another_comes_to_have_more(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by(ONE, *range(12))))
    stack.drop("b.json", playlist("B", by(TWO, *range(20, 31))))
    stack.drain()
    assert anns(stack)["artists/ann"] == songs(*range(12))
    second = other(stack)
    stack.drop("b.json", playlist("B", [*by(TWO, *range(20, 35)), *by("", 50)]))
    stack.drain()
    assert anns(stack) == {
        "artists/ann": songs(*range(12)),
        second: songs(*range(20, 35), 50),
    }
    assert "artists/ann/" in stack.site()["playlists/a/overview.md"].decode()
    page = stack.site()["playlists/b/overview.md"].decode()
    assert "artists/ann/" not in page, "a track without an id is of the one who has most"
    settled(stack)


def test_who_stood_alone_keeps_the_slug_when_a_larger_one_of_that_name_comes(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by(ONE, *range(12))))
    stack.drain()
    stack.drop("b.json", playlist("B", by(TWO, *range(20, 40))))
    stack.drain()
    assert anns(stack)["artists/ann"] == songs(*range(12))
    assert anns(stack)[other(stack)] == songs(*range(20, 40))
    settled(stack)


def test_ids_that_come_later_split_what_was_one(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by("", *range(25))))
    stack.drain()
    assert anns(stack) == {"artists/ann": songs(*range(25))}
    stack.drop("b.json", playlist("B", [*by(ONE, *range(13)), *by(TWO, *range(13, 23))]))
    stack.drain()
    assert anns(stack) == {
        "artists/ann": songs(*range(13), 23, 24),
        other(stack): songs(*range(13, 23)),
    }
    settled(stack)


def test_another_look_writes_nothing(stack: Stack, site_writes: list[str]) -> None:
    stack.drop("a.json", playlist("A", [*by(ONE, *range(10)), *by(TWO, *range(20, 31))]))
    stack.drain()
    rows = stack.rows()
    things = [row["pk"].removeprefix("M#") for row in rows if row["pk"].startswith("M#")]
    assert f"artist#ann ID {ONE}" in things
    for some in (set(things) - {"assets"}, {f"artist#ann ID {ONE}"}):
        site_writes.clear()
        stack.cloud.catalog.dirt.put(some, "again")
        stack.cloud.queues.publish("again", "")
        stack.drain()
        assert site_writes == []
        assert stack.rows() == rows


def test_what_a_run_left_of_a_second_artist_when_it_died_goes(stack: Stack) -> None:
    """A page was written, and before anything else could learn of it the artist was gone."""
    stack.drop("a.json", playlist("A", by(ONE, *range(10))))
    stack.drain()
    before, rows = stack.site(), stack.rows()
    thing = f"artist#ann ID {TWO}"
    shelf = stack.cloud.catalog.shelves.entities_of(["artist#ann"])["artist#ann"]
    stack.cloud.catalog.shelves.put_entity(thing, shelf.model_copy(update={"slug": "ann-2"}))
    stack.cloud.catalog.dirt.put([thing], "left")
    stack.cloud.queues.publish("left", "")
    stack.drain()
    assert stack.site() == before
    assert stack.rows() == rows
