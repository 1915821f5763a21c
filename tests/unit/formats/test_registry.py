"""All formats together: one claims what it knows, and any byte of any sample may be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linernotes.errors import Refused
from linernotes.formats import FORMATS, read
from linernotes.models import ExportReading

A = "spotify:track:" + "a" * 22
B = "spotify:track:" + "b" * 22
ROW = {"added_at": "2020-01-02T03:04:05Z", "is_local": False, "track": {"uri": A, "name": "S"}}
SOUND = {"id": "a" * 22, "energy": 0.5, "valence": 0.4, "tempo": 120.0}
PLAY = {"endTime": "2025-05-25 01:51", "artistName": "A", "trackName": "S", "msPlayed": 60000}
EXTENDED = {"ts": "2025-05-25T01:51:00Z", "ms_played": 60000, "master_metadata_track_name": "S"}
LISTED = {"track_uri": A, "track_name": "S"}
SONG = {"name": "S", "song_id": "a" * 22, "album_name": "B", "list_name": "P"}
DOWNLOADED = {"track": {"trackName": "S", "trackUri": A}, "addedDate": "2024-01-01"}
SAVED = {"added_at": "2020-01-02T03:04:05Z", "track": {"uri": A, "name": "S"}}

# One small export of each format, with two rows.
SAMPLES: dict[str, tuple[str, str]] = {
    "web-api-playlist": ("x.json", json.dumps({"name": "P", "tracks": {"items": [ROW, ROW]}})),
    "web-api-saved": ("x.json", json.dumps({"items": [SAVED, SAVED]})),
    "web-api-top": ("x.json", json.dumps({"href": "/me/top/tracks", "items": [{"uri": A}, 1]})),
    "web-api-features": ("x.json", json.dumps({"audio_features": [SOUND, None]})),
    "exportify": ("x.csv", f'Track URI,Track Name,Popularity\n{A},"S",1\n{B},"T",2\n'),
    "watsonbox": ("x.csv", f'"Track-URI","Track-Name","Album-URI"\n"{A}","S",""\n"{B}","T",""\n'),
    "account-playlists": (
        "x.json",
        json.dumps({"playlists": [{"name": "P", "items": [DOWNLOADED, DOWNLOADED]}]}),
    ),
    "account-library": ("x.json", json.dumps({"tracks": [{"track": "S", "uri": A}, None]})),
    "account-history": ("x.json", json.dumps([PLAY, PLAY])),
    "account-history-extended": ("x.json", json.dumps([EXTENDED, EXTENDED])),
    "spotify-backup": ("x.txt", f"P\nS\tA\tB\t{A}\nT\tA\tB\t{B}\n"),
    "spotdl": ("x.spotdl", json.dumps([SONG, SONG])),
    "tunemymusic": (
        "x.csv",
        "Track name,Artist name,Playlist name,Type,ISRC\nS,A,P,Playlist,\nT,A,P,Playlist,\n",
    ),
    "soundiiz": ("x.csv", "title;artist;album;isrc\nS;A;B;\nT;A;B;\n"),
    "mpd": (
        "x.json",
        json.dumps({"playlists": [{"name": "P", "pid": 0, "tracks": [LISTED, LISTED]}]}),
    ),
    "linernotes": (
        "x.json",
        json.dumps({"linernotes": "playlist", "name": "P", "tracks": [{"uri": A}, {"uri": B}]}),
    ),
}


def rows(export: ExportReading) -> int:
    return sum(one.rows for one in export.playlists) + sum(one.rows for one in export.listening)


def test_every_format_has_its_sample_and_an_id_of_its_own() -> None:
    assert sorted(SAMPLES) == sorted(format_.id for format_ in FORMATS)


@pytest.mark.parametrize("format_", SAMPLES)
def test_each_sample_is_claimed_by_its_own_format_with_a_reason(format_: str) -> None:
    key, text = SAMPLES[format_]
    export = read(text.encode(), key)
    assert export.format == format_
    assert export.because
    if export.playlists or export.listening:
        assert rows(export) == 2


@pytest.mark.parametrize("format_", SAMPLES)
def test_a_file_name_alone_decides_nothing(format_: str) -> None:
    _, text = SAMPLES[format_]
    for key in ("photo.png", "YourLibrary.json", "x.zip", "liked.txt"):
        assert read(text.encode(), key).format == format_


@pytest.mark.parametrize("format_", SAMPLES)
@pytest.mark.parametrize("new", [b"x", b'"', b"\n", b"\xff", b"\0", b"]", b",", b"9"])
def test_any_one_byte_may_be_wrong_and_no_row_is_lost_silently(format_: str, new: bytes) -> None:
    key, text = SAMPLES[format_]
    data = text.encode()
    whole = read(data, key)
    for at in range(len(data)):
        try:
            export = read(data[:at] + new + data[at + 1 :], key)
        except Refused:
            continue
        if b"\n" in (new, data[at : at + 1]):
            continue  # another number of lines is another number of rows
        same = rows(export) == rows(whole) and len(export.facts) == len(whole.facts)
        assert same or export.warnings != whole.warnings, at


@pytest.mark.parametrize("file", ["Billboard_Hot_100.csv", "Orbital.csv"])
def test_any_byte_of_a_real_table_may_be_wrong(data: Path, file: str) -> None:
    whole = (data / "corpus" / "exportify" / file).read_bytes()
    expected = read(whole, file).playlists[0].rows
    header = whole.index(b"\n")
    for at in range(header + 1, len(whole), 211):
        if whole[at : at + 1] == b"\n":
            continue
        try:
            (playlist,) = read(whole[:at] + b"x" + whole[at + 1 :], file).playlists
        except Refused:
            continue
        assert playlist.rows == expected


def test_real_samples_survive_a_wrong_byte_anywhere(data: Path) -> None:
    for path in sorted((data / "formats").glob("*/*")):
        if "headers" in path.name:
            continue
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            try:
                read(whole[:at] + b"#" + whole[at + 1 :], path.name)
            except Refused:
                continue
