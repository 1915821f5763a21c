"""Artists, labels and genres gain and lose their pages, and every page that names them follows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links, linked

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

ANN = "artists/ann/overview.md"
TO_ANN = "artists/ann/"


def by(artist: str, *numbers: int, label: str = "") -> list[dict[str, Any]]:
    return [track(n, artist=artist, label=label or f"Label {n}") for n in numbers]


def tagged(tracks: list[dict[str, Any]], *genres: str) -> list[dict[str, Any]]:
    return [one | {"album": one["album"] | {"genres": list(genres)}} for one in tracks]


def told(stack: Stack, page: str) -> dict[str, Any]:
    """What the JSON beside a page says."""
    found: dict[str, Any] = json.loads(stack.site()[f"{page}/overview.json"])
    return found


def orphans(site: dict[str, bytes]) -> set[str]:
    """Pages that nothing links to."""
    pages = {path for path in site if path.endswith(("overview.md", "index.html"))}
    return pages - linked(site) - {"index.html"}


def test_the_tenth_track_makes_a_page_and_links_on_older_pages_and_the_ninth_none(
    stack: Stack,
) -> None:
    stack.drop("old.json", playlist("Old", by("Ann", 1, 2, 3)))
    stack.drop("more.json", playlist("More", by("Ann", *range(3, 10))))
    stack.drain()
    assert ANN not in stack.site()
    assert TO_ANN not in stack.site()["playlists/old/overview.md"].decode()

    stack.drop("more.json", playlist("More", by("Ann", *range(3, 11))))
    stack.drain()
    site = stack.site()
    assert ANN in site
    assert told(stack, "artists/ann")["counts"] == {"tracks": 10, "playlists": 2}
    assert TO_ANN in site["playlists/old/overview.md"].decode()
    assert TO_ANN in site["playlists/old/index.html"].decode()
    assert TO_ANN in site["README.md"].decode()
    assert dead_links(site) == []
    assert orphans(site) == set()


def test_a_page_stands_before_the_links_to_it_and_goes_after_them(
    stack: Stack, site_writes: list[str]
) -> None:
    stack.drop("old.json", playlist("Old", by("Ann", 1, 2, 3)))
    stack.drain()
    stack.drop("more.json", playlist("More", by("Ann", *range(3, 11))))
    site_writes.clear()
    stack.drain()
    old = [n for n, path in enumerate(site_writes) if path == "playlists/old/overview.md"]
    assert site_writes.index(ANN) < old[-1]
    assert max(n for n, path in enumerate(site_writes) if path == "README.md") > old[-1]

    stack.drop("more.json", playlist("More", by("Ann", *range(3, 10))))
    site_writes.clear()
    stack.drain()
    gone = site_writes.index(f"DELETE {ANN}")
    for path in ("playlists/old/overview.md", "playlists/more/index.html", "README.md"):
        assert max(n for n, written in enumerate(site_writes) if written == path) < gone
    assert TO_ANN not in stack.site()["playlists/old/overview.md"].decode()
    assert dead_links(stack.site()) == []


def test_a_deletion_that_drops_it_below_leaves_the_site_as_before(stack: Stack) -> None:
    stack.drop("old.json", playlist("Old", by("Ann", 1, 2, 3, label="Some Records")))
    stack.drain()
    before = stack.site()
    rows = [row for row in stack.rows() if row["pk"].startswith(("M#", "L#", "SHELF"))]
    stack.drop("more.json", playlist("More", by("Ann", *range(3, 13), label="Some Records")))
    stack.drain()
    assert {ANN, "labels/some_records/overview.md"} <= stack.site().keys()
    stack.remove("more.json")
    stack.drain()
    assert stack.site() == before
    after = [row for row in stack.rows() if row["pk"].startswith(("M#", "L#", "SHELF"))]
    assert [row["pk"] for row in after] == [row["pk"] for row in rows]
    assert stack.rows("DIRTY") == []


@pytest.mark.soak
def test_when_all_is_deleted_nothing_but_the_lists_is_left(stack: Stack) -> None:
    tracks = tagged(by("Ann", *range(20)), "pop") + tagged(by("Bob", *range(20, 40)), "pop")
    stack.drop("a.json", playlist("A", tracks))
    stack.drop("b.json", playlist("B", tracks[5:35]))
    stack.drain()
    assert "genres/pop/overview.md" in stack.site()
    stack.remove("a.json")
    stack.remove("b.json")
    stack.drain()
    left = {path for path in stack.site() if "/" in path}
    assert {path.split("/")[0] for path in left} == {"inbox", "assets"}
    assert not [row for row in stack.rows() if row["pk"].startswith(("L#", "SHELF", "DIRTY"))]


def test_a_track_in_several_playlists_counts_once(stack: Stack) -> None:
    for n in range(3):
        stack.drop(f"{n}.json", playlist(f"P{n}", by("Ann", *range(9))))
    stack.drain()
    assert ANN not in stack.site()


def test_hearts_decide_as_soon_as_any_export_tells_them(stack: Stack) -> None:
    tracks = by("Ann", *range(12)) + by("Bob", *range(12, 24))
    stack.drop("a.json", playlist("A", tracks))
    stack.drain()
    unknown = stack.site()
    assert {ANN, "artists/bob/overview.md"} <= unknown.keys(), "ten tracks where nothing is known"

    stack.drop("YourLibrary.json", library(tracks[12:13]))
    stack.drain()
    site = stack.site()
    assert ANN not in site, "ten tracks of which none is liked"
    assert "artists/bob/overview.md" in site
    assert told(stack, "artists/bob")["counts"] == {"tracks": 12, "playlists": 2, "liked": 1}
    assert dead_links(site) == []

    stack.remove("YourLibrary.json")
    stack.drain()
    assert stack.site() == unknown


def test_five_hearts_make_a_page_and_taking_one_back_takes_it_away(stack: Stack) -> None:
    tracks = by("Ann", *range(6))
    stack.drop("a.json", playlist("A", tracks))
    stack.drop("YourLibrary.json", library(tracks[:5]))
    stack.drain()
    assert ANN in stack.site()
    stack.drop("YourLibrary.json", library(tracks[:4]))
    stack.drain()
    assert ANN not in stack.site()
    assert dead_links(stack.site()) == []


def test_a_genre_needs_two_artists(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", tagged(by("Ann", *range(40)), "Art Pop", "solo")))
    stack.drain()
    assert not [path for path in stack.site() if path.startswith("genres/")]
    stack.drop("b.json", playlist("B", tagged(by("Bob", 99), "art pop")))
    stack.drain()
    assert told(stack, "genres/art_pop")["counts"]["tracks"] == 41
    assert "genres/solo/overview.md" not in stack.site()
    assert "genres/art_pop/" in stack.site()["playlists/a/overview.md"].decode()


def test_labels_of_one_field_each_get_the_track_and_branches_are_relatives(stack: Stack) -> None:
    both = by("Ann", *range(11), label="Parlophone UK / XL Recordings")
    stack.drop("a.json", playlist("A", both))
    stack.drain()
    assert told(stack, "labels/parlophone_uk")["counts"]["tracks"] == 11
    assert told(stack, "labels/xl_recordings")["counts"]["tracks"] == 11
    assert told(stack, "labels/parlophone_uk")["relatives"] == []

    stack.drop("b.json", playlist("B", by("Bob", *range(50, 61), label="Parlophone France")))
    stack.drain()
    page = stack.site()["labels/parlophone_uk/overview.md"].decode()
    assert "labels/parlophone_france/" in page or "../parlophone_france/" in page
    assert "parlophone_uk/" in stack.site()["labels/parlophone_france/overview.md"].decode()
    stack.remove("b.json")
    stack.drain()
    assert "parlophone_france" not in stack.site()["labels/parlophone_uk/overview.md"].decode()
    assert dead_links(stack.site()) == []


@pytest.mark.soak
def test_a_slug_stays_when_another_spelling_becomes_the_commonest(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by("Ann", *range(10), label="Def Jam")))
    stack.drain()
    assert "labels/def_jam/overview.md" in stack.site()
    stack.drop("b.json", playlist("B", by("Bob", *range(50, 70), label="Def Jam Recordings")))
    stack.drain()
    assert told(stack, "labels/def_jam")["name"] == "Def Jam Recordings"
    stack.remove("a.json")
    stack.drain()
    assert told(stack, "labels/def_jam")["counts"]["tracks"] == 20
    stack.remove("b.json")
    stack.drain()
    stack.drop("b.json", playlist("B", by("Bob", *range(50, 70), label="Def Jam Recordings")))
    stack.drain()
    assert "labels/def_jam/overview.md" in stack.site(), "gone for a while, it comes back there"
    assert "labels/def_jam_recordings/overview.md" not in stack.site()


def test_two_artists_whose_names_ask_for_one_slug_have_two_pages(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by("A/B", *range(10)) + by("A B", *range(20, 30))))
    stack.drain()
    pages = [path for path in stack.site() if path.startswith("artists/a_b")]
    assert len([path for path in pages if path.endswith("overview.md")]) == 2


@pytest.mark.soak
def test_a_renamed_export_of_the_same_playlist_shows_on_its_artists_pages(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", by("Ann", *range(10))))
    stack.drain()
    stack.drop("a.json", playlist("Another Name", by("Ann", *range(10))))
    stack.drain()
    assert [one["name"] for one in told(stack, "artists/ann")["playlists"]] == ["Another Name"]
    assert dead_links(stack.site()) == []


@pytest.mark.parametrize(
    "name",
    [pytest.param("x" * 10_000, marks=pytest.mark.soak), "A|B](../..)", "..", "nul", "名前", "🎧"],
)
def test_a_name_may_be_anything(stack: Stack, name: str) -> None:
    stack.drop("a.json", playlist("A", tagged(by(name, *range(15), label=name), name)))
    stack.drain()
    site = stack.site()
    assert len([p for p in site if p.startswith("artists/") and p.endswith("overview.md")]) == 1
    assert dead_links(site) == []
    assert orphans(site) == set()


@pytest.mark.soak
def test_a_second_look_at_everything_writes_nothing(stack: Stack, site_writes: list[str]) -> None:
    for name, first in (("A", 0), ("B", 8)):
        tracks = tagged(by("Ann", *range(first, first + 20), label="Some Records"), "pop")
        stack.drop(f"{name}.json", playlist(name, tracks))
    stack.drain()
    things = [row["pk"].removeprefix("M#") for row in stack.rows() if row["pk"].startswith("M#")]
    assert any(thing.startswith("artist#") for thing in things)
    rows = stack.rows()
    site_writes.clear()
    stack.cloud.catalog.dirt.put(set(things) - {"assets"}, "again")
    stack.cloud.queues.publish("again", "")
    stack.drain()
    assert site_writes == []
    assert stack.rows() == rows
