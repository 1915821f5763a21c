"""The shipped exports and the corpus beside the project, counted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading


def read_file(path: Path) -> ExportReading:
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("file", "format_", "name", "tracks", "with_features", "liked"),
    [
        ("international_pop.json", "web-api-playlist", "International Pop", 106, 103, 54),
        ("aegyo.json", "web-api-playlist", "Aegyo", 36, 35, 31),
        ("Alt-Pop.csv", "exportify", "Alt-Pop", 141, 138, 0),
        ("Paper_Boats.csv", "exportify", "Paper Boats", 72, 72, 0),
        ("YourLibrary.json", "account-library", "Liked Tracks", 184, 0, 184),
    ],
)
def test_each_export_of_the_sample_library_reads_whole(
    exports: Path,
    file: str,
    format_: str,
    name: str,
    tracks: int,
    with_features: int,
    liked: int,
) -> None:
    export = read_file(exports / file)
    (playlist,) = export.playlists
    assert export.format == format_
    assert export.because
    assert playlist.name == name
    assert len(playlist.tracks) == tracks
    assert playlist.skipped == ()
    assert sum(track.features is not None for track in playlist.tracks) == with_features
    assert len(export.liked) == liked
    assert playlist.liked_tracks == (format_ == "account-library")


def test_the_sample_library_shows_rows_that_are_skipped(exports: Path) -> None:
    export = read_file(exports / "Night Bus.json")
    (playlist,) = export.playlists
    assert (len(playlist.tracks), len(export.liked)) == (24, 12)
    assert [skip.reason for skip in playlist.skipped] == ["null", "episode", "duplicate"]
    boats = read_file(exports / "Paper_Boats.csv").playlists[0].tracks
    assert {one.key for one in playlist.tracks} < {one.key for one in boats}


def test_the_sample_library_tells_genres_and_dates_of_what_is_invented(exports: Path) -> None:
    tracks = read_file(exports / "Paper_Boats.csv").playlists[0].tracks
    assert all(track.genres and track.label and track.release_date for track in tracks)
    assert not any(track.uri or track.art for track in tracks), "nothing at Spotify is theirs"


def test_the_sample_library_holds_a_history(exports: Path) -> None:
    (listening,) = read_file(exports / "StreamingHistory_music_0.json").listening
    assert not listening.extended
    assert listening.plays == 572
    assert listening.skipped == {"short": 68}


def test_every_sample_export_is_told_of_beside_it(exports: Path) -> None:
    told = (exports / "README.md").read_text("utf-8")
    assert [f.name for f in exports.iterdir() if f"`{f.name}`" not in told] == []


def test_hearts_of_a_playlist_are_among_its_own_tracks(exports: Path) -> None:
    export = read_file(exports / "international_pop.json")
    assert set(export.liked) < {track.key for track in export.playlists[0].tracks}


def test_the_sample_library_keeps_labels_and_art(exports: Path) -> None:
    first = read_file(exports / "international_pop.json").playlists[0].tracks[0]
    assert first.name == "בשורות טובות"
    assert first.artists == ("Agam Buhbut", "הפשוטע")
    assert first.label == "2022 Z.I. Productions BY PIL LTD"
    assert first.art == "https://i.scdn.co/image/ab67616d0000b2739b835b4be5631a28c4725a14"
    assert first.features is not None
    assert first.features.tempo == 133.988
    assert first.added_at is None


def test_a_broken_download_is_refused_with_its_place(exports: Path) -> None:
    with pytest.raises(Refused, match="cut off") as refusal:
        read_file(exports / "broken download.json")
    assert refusal.value.place.startswith("line 2, column ")
    assert refusal.value.advice


def test_every_exportify_file_of_the_corpus_reads_without_losing_a_row(data: Path) -> None:
    files = sorted((data / "corpus" / "exportify").glob("*.csv"))
    assert len(files) == 30
    rows = local = 0
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as table:
            expected = sum(1 for _ in csv.reader(table)) - 1
        export = read_file(path)
        (playlist,) = export.playlists
        assert export.format == "exportify"
        assert export.warnings == ()
        assert playlist.rows == expected, path.name
        assert {skip.reason for skip in playlist.skipped} <= {"duplicate"}
        rows += playlist.rows
        own = [track for track in playlist.tracks if track.uri.startswith("spotify:local:")]
        assert all(track.features is None for track in own)
        local += len(own)
    assert rows == 3448
    assert local == 73


def test_odd_file_names_of_the_corpus_give_playlist_names(data: Path) -> None:
    files = (data / "corpus" / "exportify").glob("*.csv")
    names = {read_file(path).playlists[0].name for path in files}
    assert {
        "100 Greatest Songs of NME's Lifetime",
        "Hip Hop Classics – The Definitive Collection",
        "LUGNA LÅTAR 2026 ❄️ lugn & mysig musik",
        "Sarah Records 7 (001-099)",
        "Christmas Hits!",
        "Mr. Scruff",
    } <= names


def test_facts_of_the_corpus_survive(data: Path) -> None:
    path = data / "corpus" / "exportify" / "Radiohead.csv"
    tracks = read_file(path).playlists[0].tracks
    told = [track for track in tracks if track.features]
    assert all(track.label and track.artists and track.release_date for track in told)
    assert all(track.label != "undefined" for track in tracks)
    assert any(track.genres for track in told)


@pytest.mark.parametrize(
    ("file", "kept", "skipped"),
    [
        ("playlist_1.json", 1, []),
        ("playlist_2.json", 2, []),
        ("playlist_3.json", 2, ["episode"]),
        ("playlist_items.json", 1, []),
    ],
)
def test_playlists_of_the_web_api_read_in_every_spelling(
    data: Path, file: str, kept: int, skipped: list[str]
) -> None:
    export = read_file(data / "formats" / "web-api" / file)
    (playlist,) = export.playlists
    assert export.format == "web-api-playlist"
    assert len(playlist.tracks) == kept
    assert [skip.reason for skip in playlist.skipped] == skipped


def test_a_local_file_of_the_web_api_keeps_its_address(data: Path) -> None:
    playlist = read_file(data / "formats" / "web-api" / "playlist_2.json").playlists[0]
    own, bought = playlist.tracks
    assert own.uri == "spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273"
    assert own.artists == ("Fugees (Refugee Camp)",)
    assert own.popularity is None
    assert bought.isrc == "USHM80865849"
    assert bought.artist_ids == ("2vm8GdHyrJh2O2MfbQFYG0",)
    assert bought.album_id == "3KVfMVtOmoVCgihLE4HoBr"
    assert bought.art == "https://i.scdn.co/image/ab67616d00001e02866dc0fd5fbfd51fd4c50919"
