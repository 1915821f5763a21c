"""Playlists and listening of a Spotify account download."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading, Listening

A = "spotify:track:" + "a" * 22


def export(value: object) -> ExportReading:
    return read(json.dumps(value).encode(), "x.json")


def playlist1(*items: object) -> ExportReading:
    return export({"playlists": [{"name": "P", "items": list(items), "numberOfFollowers": 0}]})


def minute(when: str) -> int:
    return int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp()) // 60


def test_the_sample_of_2024_reads_whole(data: Path) -> None:
    path = data / "formats" / "account-export" / "Playlist1.2024-shape.json"
    found = read(path.read_bytes(), "Playlist1.json")
    first, second = found.playlists
    assert found.format == "account-playlists"
    assert (first.name, len(first.tracks)) == ("To drive to", 1)
    assert [(skip.row, skip.reason) for skip in first.skipped] == [(1, "episode")]
    assert first.skipped[0].detail.startswith("EP054")
    assert (second.name, len(second.tracks)) == ("🌶", 1)
    assert first.tracks[0].artists == ("Glenn Miller",)
    assert first.tracks[0].added_at == datetime(2024, 6, 15, tzinfo=UTC)


def test_null_members_may_stand_or_be_left_out() -> None:
    track = {"trackName": "S", "artistName": "Tyler, The Creator", "trackUri": A}
    nulls = {"episode": None, "audiobook": None, "localTrack": None}
    for row in ({"track": track}, {"track": track, **nulls}):
        (only,) = playlist1(row).playlists[0].tracks
        assert (only.uri, only.artists) == (A, ("Tyler, The Creator",))


def test_a_local_file_is_named_by_its_address() -> None:
    uri = "spotify:local:Orbital::Satan+%28live%29.mp3:225"
    (only,) = playlist1({"localTrack": {"uri": uri}}).playlists[0].tracks
    assert only.uri == uri
    assert (only.name, only.artists, only.album) == ("Satan (live).mp3", ("Orbital",), "")
    assert only.duration_ms == 225_000


def test_rows_without_music_are_skipped_with_their_reason() -> None:
    found = playlist1(
        {"track": None, "addedDate": "2024-01-01"},
        {"audiobook": {"chapterName": "One"}},
        None,
        7,
        {"track": {"trackName": "S", "trackUri": A}},
        {"track": {"trackName": "S", "trackUri": A}},
    )
    assert [skip.reason for skip in found.playlists[0].skipped] == [
        "null",
        "episode",
        "null",
        "unreadable",
        "duplicate",
    ]


def test_playlists_of_one_name_stay_apart_and_empty_ones_stand() -> None:
    found = export({"playlists": [{"name": "P", "items": []}, {"name": "P", "items": []}, {}]})
    assert [playlist.name for playlist in found.playlists] == ["P", "P"]
    assert found.warnings == ("1 of 3 playlists holds no list of rows: left out.",)


def play(end: str, title: str = "S", ms: object = 200_000, artist: str = "A") -> dict[str, Any]:
    return {"endTime": end, "artistName": artist, "trackName": title, "msPlayed": ms}


def listened(*rows: object) -> Listening:
    found = export(list(rows))
    assert found.playlists == ()
    (listening,) = found.listening
    return listening


def test_a_year_of_listening_is_gathered_by_title() -> None:
    found = listened(
        play("2025-05-25 01:51"),
        play("2025-05-24 23:00"),
        play("2025-05-25 01:51"),
        play("2025-05-26 00:00", "T", 29_999),
        play("2025-05-27 00:00", "T", 30_000),
        play("2025-05-28 00:00", "Unknown Track", artist="Unknown Artist"),
        play("whenever"),
        play("2025-05-25 02:00", ms="NaN"),
        None,
    )
    assert not found.extended
    assert [(one.name, one.artist, one.uri) for one in found.titles] == [
        ("S", "A", ""),
        ("T", "A", ""),
    ]
    assert found.titles[0].minutes == (minute("2025-05-24 23:00"), minute("2025-05-25 01:51"))
    assert (found.first, found.last) == (found.titles[0].minutes[0], minute("2025-05-28 00:00"))
    assert found.skipped == {"repeated": 1, "short": 1, "unknown": 1, "unreadable": 3}
    assert found.plays + sum(found.skipped.values()) == found.rows == 9


def test_the_extended_history_tells_addresses_and_drops_where_you_were(data: Path) -> None:
    path = data / "formats" / "account-export" / "Streaming_History_Audio.excerpt.json"
    found = read(path.read_bytes(), path.name)
    (listening,) = found.listening
    (only,) = listening.titles
    assert found.format == "account-history-extended"
    assert listening.extended
    assert (only.name, only.artist) == ("You Say Run", "Yuki Hayashi")
    assert only.uri == "spotify:track:0hHc2igYYlSUyZdByauJmB"
    assert only.minutes == (minute("2024-07-02 05:21"),)
    assert "0.0.0.0" not in found.model_dump_json()


def test_podcasts_books_and_unnamed_rows_are_no_plays() -> None:
    row = {
        "ts": "2024-07-02T05:21:10Z",
        "ms_played": 60_000,
        "master_metadata_track_name": None,
        "ip_addr": "203.0.113.7",
    }
    found = listened(
        row | {"spotify_episode_uri": "spotify:episode:x", "episode_name": "E"},
        row | {"audiobook_uri": "spotify:show:x"},
        row,
        row | {"master_metadata_track_name": "S", "spotify_track_uri": A},
    )
    assert found.skipped == {"podcast": 2, "unknown": 1}
    assert found.plays == 1
    assert "203.0.113.7" not in found.model_dump_json()


def test_more_plays_than_playlist_rows_are_read() -> None:
    rows = [play(f"2025-{1 + n % 12:02}-{1 + n % 28:02} {n % 24:02}:{n % 60:02}") for n in range(9)]
    found = listened(*(rows * 12_000))
    assert found.rows == 108_000


def test_a_history_without_any_time_is_refused() -> None:
    with pytest.raises(Refused, match="when it was"):
        export([play("never")])


def test_a_history_of_podcasts_is_refused_in_so_many_words() -> None:
    told = {"endTime": "2025-05-25 01:51", "msPlayed": 40_000}
    of_podcasts = [told | {"podcastName": "P", "episodeName": "E"}] * 3
    extended = [
        {
            "ts": "2025-05-25T01:51:00Z",
            "ms_played": 40_000,
            "master_metadata_track_name": None,
            "episode_name": "E",
            "spotify_episode_uri": "spotify:episode:1",
        }
    ]
    for rows in (of_podcasts, extended):
        with pytest.raises(Refused, match="history of podcasts: nothing to read") as caught:
            read(json.dumps(rows).encode(), "x.json")
        assert "StreamingHistory_music" in caught.value.advice
    music = {"artistName": "A", "trackName": "B"}
    mixed = read(json.dumps([told | music, *extended]).encode(), "x.json")
    assert mixed.listening[0].rows == 2
