"""Playlists of the Spotify Web API: spellings, rows of every kind, pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading, Reading


def track(number: int, **more: Any) -> dict[str, Any]:
    """A track object of its own; the booleans stand in real ones."""
    return {
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"name": f"Artist {number}", "id": f"{number:022d}"}],
        "album": {"name": "Album"},
        "track": True,
        "episode": False,
        "type": "track",
    } | more


def export(value: object, key: str = "inbox/My_List.json") -> ExportReading:
    return read(json.dumps(value).encode(), key)


def playlist(*items: object, **more: Any) -> Reading:
    (reading,) = export({"name": "P", "tracks": {"items": list(items)}} | more).playlists
    return reading


@pytest.mark.parametrize("outer", ["tracks", "items"])
@pytest.mark.parametrize("inner", ["track", "item"])
def test_old_and_new_spelling_read_alike(outer: str, inner: str) -> None:
    document = {"name": "P", outer: {"items": [{inner: track(1), "added_at": "2020-01-02"}]}}
    (reading,) = export(document).playlists
    (only,) = reading.tracks
    assert (only.name, only.artists) == ("Song 1", ("Artist 1",))
    assert only.added_at is not None


def test_a_file_of_the_transition_is_read_once_and_from_its_fuller_page() -> None:
    row = {"track": track(1), "item": track(1)}
    more = {"item": track(2)}
    reading = playlist(row, items={"items": [row, more]})
    assert [one.name for one in reading.tracks] == ["Song 1", "Song 2"]
    assert reading.skipped == ()


@pytest.mark.parametrize(
    "document",
    [
        [{"track": track(1)}, {"track": track(2)}],
        [track(1), track(2)],
        {"items": [{"item": track(1)}, {"item": track(2)}], "next": None, "total": 2},
        {"items": [track(1), track(2)]},
    ],
)
def test_a_page_or_a_list_takes_its_name_from_the_file(document: object) -> None:
    (reading,) = export(document).playlists
    assert reading.name == "My List"
    assert len(reading.tracks) == 2


def test_an_empty_page_is_an_empty_playlist() -> None:
    (reading,) = export({"href": "x", "items": [], "next": None, "total": 0}).playlists
    assert reading.rows == 0
    assert playlist().rows == 0


def test_a_page_of_several_says_so() -> None:
    document = {"name": "P", "tracks": {"items": [{"track": track(1)}], "total": 340, "next": "x"}}
    assert export(document).warnings == (
        "The file holds 1 of 340 rows of the playlist: it is one page of several.",
    )


def test_rows_that_are_no_tracks_are_skipped_with_number_and_reason() -> None:
    reading = playlist(
        {"track": None},
        None,
        {"track": track(1)},
        {"track": track(2, type="episode", uri="spotify:episode:" + "0" * 22)},
        {"track": track(3, episode=True)},
        {"track": {"uri": "", "name": "", "artists": []}},
        {"track": 5},
        "text",
        {"track": track(4, uri="spotify:album:" + "0" * 22)},
        {"track": track(1)},
    )
    assert [one.name for one in reading.tracks] == ["Song 1"]
    assert [(skip.row, skip.reason) for skip in reading.skipped] == [
        (1, "null"),
        (2, "null"),
        (4, "episode"),
        (5, "episode"),
        (6, "null"),
        (7, "unreadable"),
        (8, "unreadable"),
        (9, "unreadable"),
        (10, "duplicate"),
    ]
    assert reading.skipped[-1].detail == "Song 1 (first in row 3)"
    assert reading.rows == 10


def test_a_track_with_an_address_and_no_name_is_kept() -> None:
    (only,) = playlist({"track": track(1, name="", artists=[], album=None)}).tracks
    assert (only.name, only.artists, only.album) == ("", (), "")


def test_without_an_address_isrc_then_title_and_artists_tell_tracks_apart() -> None:
    def nameless(title: str, isrc: str | None = None) -> dict[str, Any]:
        ids = {"isrc": isrc} if isrc else {}
        return {"track": {"name": title, "artists": [{"name": "A"}], "external_ids": ids}}

    reading = playlist(
        nameless("x", "USHM21972808"),
        nameless("X", "ushm21972808"),
        nameless("Title"),
        nameless("ＴＩＴＬＥ"),
        nameless("Other"),
    )
    assert [one.name for one in reading.tracks] == ["x", "Title", "Other"]
    assert [skip.row for skip in reading.skipped] == [2, 4]


def test_hearts_come_from_true_alone_and_from_duplicates_too() -> None:
    rows = [
        {"track": track(1, liked=True)},
        {"track": track(2, liked="true")},
        {"track": track(3)},
        {"track": track(3, liked=True)},
    ]
    found = export({"name": "P", "items": {"items": rows}})
    assert found.liked == tuple(f"spotify:track:{number:022d}" for number in (1, 3))
    assert not found.playlists[0].liked_tracks


def test_features_label_genres_and_codes_are_read() -> None:
    (only,) = playlist(
        {
            "track": track(
                1,
                audio_features={"energy": 0.5, "tempo": 120, "key": 0, "id": "x"},
                album={
                    "name": "Album",
                    "id": "a" * 22,
                    "label": " Lux\n Finite ",
                    "release_date": "2020-05",
                    "genres": ["pop"],
                    "images": [
                        {"url": "https://i.scdn.co/image/big", "width": 640},
                        {"url": "https://i.scdn.co/image/fit", "width": 300},
                        {"url": "https://i.scdn.co/image/tiny", "width": 64},
                        {"url": "http://169.254.169.254/", "width": 200},
                    ],
                },
                artists=[{"name": "A", "id": "1", "genres": ["pop", "k-pop"]}, {"name": "B"}],
                duration_ms=180_000,
                popularity=0,
                explicit=False,
                external_ids={"isrc": "ushm21972808"},
            )
        }
    ).tracks
    assert only.features is not None
    assert (only.features.energy, only.features.tempo, only.features.key) == (0.5, 120.0, 0)
    assert only.label == "Lux Finite"
    assert only.release_date == "2020-05"
    assert only.genres == ("pop", "k-pop")
    assert only.art == "https://i.scdn.co/image/fit"
    assert only.artist_ids == ("1", "")
    assert only.album_id == "a" * 22
    assert (only.duration_ms, only.popularity, only.explicit) == (180_000, 0, False)
    assert only.isrc == "USHM21972808"


def test_a_local_file_has_no_features_whatever_the_row_says() -> None:
    uri = "spotify:local:Orbital::Satan.mp3:225"
    (only,) = playlist({"track": track(1, uri=uri, audio_features={"energy": 0.5})}).tracks
    assert only.uri == uri
    assert only.features is None


@pytest.mark.parametrize("name", ["", "  ", "../../index.html", "🎧", "x" * 5000])
def test_any_name_is_a_name(name: str) -> None:
    (reading,) = export({"name": name, "tracks": {"items": []}}).playlists
    assert reading.name == name.strip()


@pytest.mark.parametrize("name", [7, None, True, ["x"]])
def test_what_is_no_name_leaves_the_name_to_the_file(name: object) -> None:
    (reading,) = export({"name": name, "tracks": {"items": []}}).playlists
    assert reading.name == "My List"


def test_owners_and_adders_are_not_kept() -> None:
    row = {"track": track(1), "added_by": {"id": "somebody"}}
    document = {
        "name": "P",
        "uri": "spotify:playlist:foreign",
        "owner": {"display_name": "somebody", "email": "somebody@example.org"},
        "tracks": {"items": [row]},
    }
    told = export(document).model_dump_json()
    assert "somebody" not in told
    assert "foreign" not in told


@pytest.mark.parametrize(
    "document",
    [
        {"tracks": {"items": {}}},
        {"tracks": [1, 2]},
        {"items": [1, 2]},
        {"name": "P"},
        [{"name": "x"}],
        [None],
    ],
)
def test_what_only_resembles_a_playlist_is_refused(document: object) -> None:
    with pytest.raises(Refused):
        export(document)
