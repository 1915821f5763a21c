"""The JSON beside each page holds the same data."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

from linernotes import pages
from linernotes.models import Skip
from linernotes.pages.views import HomeView, InboxPlaylist, InboxView, PageFile
from tests.unit.pages.library import HOSTILE, hostile, line, playlist, two_moods
from tests.unit.pages.test_markdown_pages import export, shelf

FOLDER = "playlists/international_pop"


def _read(files: tuple[PageFile, ...], path: str) -> Any:
    file = next(file for file in files if file.path == path)
    assert file.content_type == "application/json; charset=utf-8"
    return json.loads(file.body)


def test_a_playlist_tells_its_counts_and_its_tracks() -> None:
    told = _read(pages.playlist(two_moods()), f"{FOLDER}/overview.json")
    assert told["counts"] == {
        "tracks": 33,
        "artists": 2,
        "albums": 1,
        "labels": 1,
        "liked": 16,
        "skipped": 0,
    }
    assert [one["name"] for one in told["tracks"]] == [f"Track {n}" for n in range(1, 34)]
    first = told["tracks"][0]
    assert first["artists"] == [{"name": "BIBI", "page": "artists/bibi"}, {"name": "Becky G"}]
    assert (first["rank"], first["liked"], first["cluster"]) == (10, False, 1)


def test_the_clusters_hold_every_track_once() -> None:
    view = two_moods()
    told = _read(pages.playlist(view), f"{FOLDER}/clusters/overview.json")
    assert [len(cluster["tracks"]) for cluster in told["clusters"]] == [20, 10]
    tracks = [one["uri"] for cluster in told["clusters"] for one in cluster["tracks"]]
    tracks += [one["uri"] for one in told["not_placed"]]
    assert sorted(tracks) == [one.track.uri for one in view.tracks]
    assert [one["name"] for one in told["clusters"][0]["tracks"] if one.get("misfit")] == [
        "Track 1"
    ]
    assert (told["placed"], told["silhouette"], told["strength"]) == (30, 0.284, "clear")


def test_what_is_not_known_is_left_out() -> None:
    view = replace(playlist([line(1, album="", labels=(), art="")]), likes_known=False)
    told = _read(pages.playlist(view), f"{FOLDER}/overview.json")
    assert "liked" not in told["counts"]
    assert set(told["tracks"][0]) == {"place", "name", "artists", "labels", "uri", "address"}


def test_a_number_that_is_none_is_left_out() -> None:
    view = two_moods()
    odd = view.analysis.model_copy(update={"silhouette": math.nan, "stability": math.inf})
    view = replace(view, analysis=odd)
    for file in pages.playlist(view):
        assert b"nan" not in file.body.lower(), file.path
        assert b"Infinity" not in file.body, file.path


def test_names_survive_and_no_tag_can_begin() -> None:
    files = pages.playlist(hostile())
    told = _read(files, f"{FOLDER}/overview.json")
    assert [one["name"] for one in told["tracks"]] == [" ".join(n.split()) for n in HOSTILE]
    for file in files:
        if file.path.endswith(".json"):
            assert not set("<>&\u2028") & set(file.body.decode())


def test_the_library_and_the_inbox_are_told_too() -> None:
    home = _read(pages.home(HomeView((shelf(),), True, 3, 1)), "overview.json")
    assert home["playlists"][0]["page"] == FOLDER
    assert home["playlists"][0]["clusters"] == ["upbeat", "calm"]
    one = InboxPlaylist("A B", "", 10, (Skip(row=4, reason="duplicate"),))
    inbox = _read(pages.inbox(InboxView((export(playlists=(one,)),))), "inbox/overview.json")
    assert inbox["exports"][0]["playlists"][0] == {
        "name": "A B",
        "kept": 10,
        "skipped": [{"row": 4, "reason": "duplicate"}],
        "same_as": [],
    }
