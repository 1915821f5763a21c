"""The index that the search box looks through."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from linernotes.pages import search
from linernotes.pages.search_index import MOST_NAMED, FoundTrack, SearchView
from linernotes.pages.views import HomeView, PlaylistLine, TableLine
from tests.unit.pages.library import HOSTILE

SINCE = datetime(2026, 11, 3, tzinfo=UTC)
LINE = PlaylistLine("decca_(umo)", "Decca (UMO)", 3, 0, (), "", SINCE)


def index(view: SearchView) -> dict[str, Any]:
    (file,) = search(view)
    assert file.content_type == "application/json; charset=utf-8"
    told: dict[str, Any] = json.loads(file.body)
    return told


def label(number: int, name: str = "") -> TableLine:
    return TableLine(name or f"Label {number}", f"labels/label_{number}", number, 0, None, "", "")


def test_a_track_leads_to_its_row_on_the_page_of_its_playlist() -> None:
    other = replace(LINE, slug="b", name="B")
    home = HomeView((LINE, other), likes_known=False, exports=1, refused=0)
    told = index(SearchView(home, (FoundTrack("Song", "Ada, BIBI", "b", 12),)))
    assert told["tracks"] == [["Song", "Ada, BIBI", 1, 12]]
    assert told["playlists"] == [["decca_%28umo%29", "Decca (UMO)", 3], ["b", "B", 3]]
    assert told["beyond"] == {}


def test_of_too_many_labels_those_with_most_tracks_are_found_and_the_rest_is_counted() -> None:
    labels = tuple(label(n) for n in range(MOST_NAMED + 7))
    home = HomeView((LINE,), likes_known=False, exports=1, refused=0, labels=labels)
    told = index(SearchView(home, (), more_tracks=2))
    assert len(told["labels"]) == MOST_NAMED
    assert told["labels"][0] == [f"label_{MOST_NAMED + 6}", f"Label {MOST_NAMED + 6}", 5006]
    assert told["beyond"] == {"labels": 7, "tracks": 2}


def test_tracks_of_a_playlist_that_the_index_leaves_out_are_counted_as_left_out() -> None:
    lines = tuple(replace(LINE, slug=f"p{n}", name=f"P{n}") for n in range(MOST_NAMED + 1))
    home = HomeView(lines, likes_known=False, exports=1, refused=0)
    tracks = tuple(FoundTrack(f"Song {n}", "Ada", f"p{n}", 1) for n in (0, MOST_NAMED))
    told = index(SearchView(home, tracks, more_tracks=2))
    assert told["tracks"] == [["Song 0", "Ada", 0, 1]]
    assert told["beyond"] == {"playlists": 1, "tracks": 3}


def test_names_are_data_and_never_markup() -> None:
    home = HomeView(
        (LINE,),
        likes_known=False,
        exports=1,
        refused=0,
        labels=tuple(label(n, name) for n, name in enumerate(HOSTILE)),
    )
    view = SearchView(home, (FoundTrack("x" * 5000, "\u202ea\nb", LINE.slug, 1),))
    (file,) = search(view)
    assert not set(b"<>&").intersection(file.body)
    told = index(view)
    assert {name for _, name, _ in told["labels"]} == set(HOSTILE)
    name, artists, _, _ = told["tracks"][0]
    assert (len(name), artists) == (100, "a b")
