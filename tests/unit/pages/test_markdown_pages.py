"""The other Markdown pages: a playlist, the library, the inbox."""

from __future__ import annotations

from dataclasses import replace

from linernotes import pages
from linernotes.models import Refusal, Skip
from linernotes.pages.views import (
    HomeView,
    InboxLine,
    InboxPlaylist,
    InboxView,
    PageFile,
    PlaylistLine,
    PlaylistView,
)
from tests.unit.pages.library import ART, HOSTILE, SINCE, hostile, line, playlist, two_moods
from tests.unit.pages.reading import Part, markdown


def _read(files: tuple[PageFile, ...], path: str) -> str:
    return next(file.body.decode() for file in files if file.path == path)


def _overview(view: PlaylistView) -> str:
    return _read(pages.playlist(view), f"playlists/{view.slug}/overview.md")


def _part(page: str, title: str) -> Part:
    return next(part for part in markdown(page) if part.title == title)


def shelf(name: str = "International Pop", **changes: object) -> PlaylistLine:
    """A playlist as home lists it."""
    made = PlaylistLine("international_pop", name, 106, 54, ("upbeat", "calm"), ART, SINCE)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field of the line


def export(**changes: object) -> InboxLine:
    """An export that was read."""
    made = InboxLine(
        key="a_b.json",
        since=SINCE,
        format="exportify",
        because="its column titles",
        size=123_456,
        playlists=(InboxPlaylist("A B", "a_b", 10, ()),),
        liked=0,
        warnings=(),
        refusals=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field of the line


def test_a_playlist_is_counted() -> None:
    counts = markdown(_overview(two_moods()))[0].paragraphs[0]
    assert counts == "33 tracks · 2 artists · 1 album · 1 label · 16 liked 💚"


def test_a_playlist_links_each_cluster_at_its_heading() -> None:
    table = _part(_overview(two_moods()), "Clusters").tables[0]
    assert [row[:3] for row in table.rows] == [["1", "Mood 1", "20"], ["2", "Mood 2", "10"]]
    assert table.links[1] == ["clusters/overview.md#cluster-1"]
    assert table.rows[0][3].startswith("Track 20 by BIBI, Becky G; Track 19 by")


def test_a_playlist_lists_every_track_in_its_own_order() -> None:
    part = _part(_overview(two_moods()), "Tracks")
    assert [len(table.rows) for table in part.tables] == [10, 23]
    assert [row[1] for row in part.rows] == [f"Track {number}" for number in range(1, 34)]


def test_what_is_not_known_is_left_out_and_the_export_that_tells_it_is_named() -> None:
    view = playlist([line(1, album="", labels=(), art="")])
    page = _overview(replace(view, likes_known=False, ranks_known=False))
    part = _part(page, "Tracks")
    assert part.tables[0].heads == ["Track", "Artists", "🔗"]
    said = " ".join(part.paragraphs)
    for export_name in ("YourLibrary.json", "listening history", "exportify.net", "Web API"):
        assert export_name in said
    assert "💚" not in page


def test_rows_that_were_not_kept_are_counted_by_why() -> None:
    skipped = (
        Skip(row=1, reason="null"),
        Skip(row=5, reason="episode"),
        Skip(row=6, reason="null"),
    )
    page = _overview(replace(two_moods(), skipped=skipped))
    assert "3 rows were not kept: 2 empty rows and 1 podcast episode." in page


def test_a_hostile_playlist_reads_as_it_is_called() -> None:
    part = _part(_overview(hostile()), "Tracks")
    assert [row[1] for row in part.rows] == [" ".join(name.split()) for name in HOSTILE]


def test_the_library_lists_its_playlists() -> None:
    page = _read(pages.home(HomeView((shelf(),), True, 3, 1)), "README.md")
    table = markdown(page)[-1].tables[0]
    assert table.heads == ["Art", "Name", "Tracks", "💚", "🔗"]
    assert table.rows == [["", "International Pop", "106", "54", "🔗"]]
    assert "playlists/international_pop/overview.md" in table.links[1]
    assert "1 export was refused" in page


def test_the_library_lists_every_playlist_however_many_there_are() -> None:
    shelves = tuple(shelf(f"P {number}", slug=f"p_{number}") for number in range(230))
    listed = _part(_read(pages.home(HomeView(shelves, True, 1, 0)), "README.md"), "Playlists")
    assert [len(table.rows) for table in listed.tables] == [10, 220]
    links = [to for table in listed.tables for row in table.links for to in row]
    assert all(f"playlists/p_{number}/overview.md" in links for number in range(230))
    assert not any("listed" in said for said in listed.paragraphs)


def test_the_library_leaves_out_hearts_and_art_that_nobody_knows() -> None:
    page = _read(pages.home(HomeView((shelf(art=""),), False, 1, 0)), "README.md")
    assert markdown(page)[-1].tables[0].heads == ["Name", "Tracks", "🔗"]
    assert "refused" not in page


def test_an_empty_library_says_how_to_begin() -> None:
    assert "Drop a playlist export" in _read(pages.home(HomeView((), False, 0, 0)), "README.md")


def test_the_inbox_tells_what_became_of_an_export() -> None:
    skipped = (Skip(row=4, reason="duplicate", detail="W / X / Y"),)
    told = export(
        playlists=(InboxPlaylist("A B", "a_b", 10, skipped, ("other.csv", "third.csv")),), liked=2
    )
    page = _read(pages.inbox(InboxView((told,))), "inbox.md")
    assert "Read as an exportify.net CSV, recognised by its column titles. 123 kB" in page
    assert markdown(page)[1].tables[0].rows == [["A B", "10", "1 repeated track"]]
    assert "- Row 4: repeated track (W / X / Y)" in page
    assert "A B holds the same tracks as other.csv and third.csv." in page
    assert "2 tracks liked 💚" in page


def test_the_inbox_tells_what_an_export_holds_beside_playlists() -> None:
    told = export(playlists=(), features_of=41, plays=1234, top_lists=1)
    page = _read(pages.inbox(InboxView((told,))), "inbox.md")
    assert "Audio features of 41 tracks" in page
    assert "1,234 plays of 30 seconds or more" in page
    assert "1 list of top tracks" in page
    beside = _read(pages.inbox(InboxView((export(playlists=()),))), "inbox.md")
    assert "features" not in beside
    assert "plays" not in beside


def test_the_inbox_says_why_an_export_was_refused_and_where() -> None:
    refusal = Refusal(
        since=SINCE, reason="A cut-off file.", place="line 3", advice="Download it again."
    )
    told = export(format="", playlists=(), refusals=(refusal,))
    page = _read(pages.inbox(InboxView((told,))), "inbox.md")
    assert (
        "**Refused.** The version of 3 November 2026 was not read: "
        "A cut-off file (line 3). Download it again." in page
    )
    assert "Read as" not in page


def test_a_playlist_that_is_not_published_yet_is_no_link() -> None:
    told = export(playlists=(InboxPlaylist("A B", "", 10, ()),))
    page = _read(pages.inbox(InboxView((told,))), "inbox.md")
    assert markdown(page)[1].tables[0].links == [[], [], []]


def test_hostile_keys_and_reasons_are_literal_in_the_inbox() -> None:
    refusals = tuple(Refusal(since=SINCE, reason=name) for name in HOSTILE)
    told = [export(key=name, because=name, warnings=(name,), refusals=refusals) for name in HOSTILE]
    page = _read(pages.inbox(InboxView(tuple(told))), "inbox.md")
    assert [part.title for part in markdown(page)[1:]] == [" ".join(n.split()) for n in HOSTILE]
    assert "<script" not in page
