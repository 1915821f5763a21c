"""Tables of watsonbox/exportify in every language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linernotes.formats import read
from linernotes.models import ExportReading

A = "spotify:track:" + "a" * 22
B = "spotify:track:" + "b" * 22
BASE = (
    ("Track URI", A),
    ("Track Name", "Song"),
    ("Artist URI(s)", "spotify:artist:1, spotify:artist:2"),
    ("Artist Name(s)", r"Tyler\, The Creator, Q"),
    ("Album URI", "spotify:album:3"),
    ("Album Name", "Album"),
    ("Album Artist URI(s)", "spotify:artist:1"),
    ("Album Artist Name(s)", "Somebody"),
    ("Album Release Date", "2019-05-17"),
    ("Album Image URL", "https://i.scdn.co/image/ab"),
    ("Disc Number", "1"),
    ("Track Number", "2"),
    ("Track Duration (ms)", "180000"),
    ("Track Preview URL", ""),
    ("Explicit", "true"),
    ("Popularity", "61"),
    ("ISRC", "USHM21972808"),
    ("Added By", "spotify:user:somebody"),
    ("Added At", "2020-01-02T03:04:05Z"),
)


def table(*columns: tuple[str, str], key: str = "my_list.csv") -> ExportReading:
    def quoted(values: tuple[str, ...]) -> str:
        return ",".join('"' + value.replace('"', '""') + '"' for value in values)

    titles, cells = zip(*columns, strict=True)
    return read(f"{quoted(titles)}\n{quoted(cells)}\n".encode(), key)


def test_a_row_is_read_whole() -> None:
    found = table(*BASE)
    (only,) = found.playlists[0].tracks
    assert found.format == "watsonbox"
    assert found.playlists[0].name == "my list"
    assert only.artists == ("Tyler, The Creator", "Q")
    assert only.artist_ids == ("1", "2")
    assert (only.uri, only.name, only.album, only.album_id) == (A, "Song", "Album", "3")
    assert (only.release_date, only.duration_ms, only.popularity) == ("2019-05-17", 180_000, 61)
    assert (only.explicit, only.isrc) == (True, "USHM21972808")
    assert only.art == "https://i.scdn.co/image/ab"
    assert only.added_at is not None
    assert "somebody" not in found.model_dump_json().lower()


def test_the_columns_that_can_be_asked_for_are_read_too() -> None:
    more = (
        ("Artist Genres", "k-pop,pop"),
        ("Energy", "0.5"),
        ("Tempo", "0"),
        ("Album Genres", "pop"),
        ("Label", "XL"),
        ("Copyrights", "C XL"),
    )
    (only,) = table(*BASE, *more).playlists[0].tracks
    assert only.genres == ("k-pop", "pop")
    assert only.label == "XL"
    assert only.features is not None
    assert (only.features.energy, only.features.tempo) == (0.5, None)


def test_the_form_of_2015_is_read() -> None:
    old = (
        ("Spotify URI", A),
        ("Track Name", "Song"),
        ("Artist Name", "P, Q"),
        ("Album Name", "Album"),
        ("Disc Number", "1"),
        ("Track Number", "2"),
        ("Track Duration (ms)", "180000"),
        ("Added By", "somebody"),
        ("Added At", "2015-01-02T03:04:05Z"),
    )
    found = table(*old)
    (only,) = found.playlists[0].tracks
    assert found.format == "watsonbox"
    assert only.artists == ("P", "Q")
    assert only.duration_ms == 180_000


def test_an_unescaped_comma_stays_in_the_name_of_a_single_artist() -> None:
    cells = dict(BASE) | {"Artist URI(s)": "spotify:artist:1", "Artist Name(s)": "OH, HAYIR!"}
    (only,) = table(*cells.items()).playlists[0].tracks
    assert only.artists == ("OH, HAYIR!",)


def test_liked_is_what_the_program_calls_the_saved_tracks() -> None:
    found = table(*BASE, key="liked.csv")
    assert found.playlists[0].liked_tracks
    assert found.liked == (A,)


LANGUAGES = ("ar", "de", "el", "en", "es", "fr", "it", "ja", "nl", "pt", "sv", "tr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_are_known_in_every_language(data: Path, language: str) -> None:
    path = data / "formats" / "watsonbox-headers" / f"{language}.track-headers.json"
    titles: dict[str, Any] = json.loads(path.read_text("utf-8"))
    sound = titles["audio_features"]
    told = {
        "track_uri": A,
        "track_name": "Song",
        "artist_uris": "spotify:artist:1",
        "artist_names": r"Tyler\, The Creator",
        "album_uri": "spotify:album:3",
        "album_name": "Album",
        "album_release_date": "2019",
        "album_image_url": "https://i.scdn.co/image/ab",
        "track_duration": "1000",
        "track_preview_url": "",
        "explicit": "false",
        "popularity": "1",
        "isrc": "USHM21972808",
        "added_by": "somebody",
        "added_at": "2020-01-02",
    }
    columns = [(titles[name], cell) for name, cell in told.items()]
    columns += [(titles["artist"]["artist_genres"], "pop"), (sound["energy"], "0.5")]
    columns += [(sound["time_signature"], "4"), (titles["album"]["label"], "XL")]
    found = table(*columns)
    (only,) = found.playlists[0].tracks
    assert found.format == "watsonbox"
    assert (only.uri, only.name, only.artists) == (A, "Song", ("Tyler, The Creator",))
    assert (only.artist_ids, only.album, only.album_id) == (("1",), "Album", "3")
    assert (only.release_date, only.duration_ms, only.explicit) == ("2019", 1000, False)
    assert (only.popularity, only.isrc, only.label) == (1, "USHM21972808", "XL")
    assert (only.art, only.genres) == ("https://i.scdn.co/image/ab", ("pop",))
    assert only.added_at is not None
    assert only.features is not None
    assert (only.features.energy, only.features.time_signature) == (0.5, 4)
