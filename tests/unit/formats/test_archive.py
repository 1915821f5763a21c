"""Zip archives: whole, private, damaged and hostile ones."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import zipfile
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.errors import Refused
from linernotes.formats import limits, read

HEAD = "Track URI,Track Name\n"
A = "spotify:track:" + "a" * 22
B = "spotify:track:" + "b" * 22
LIBRARY = json.dumps({"tracks": [{"artist": "A", "track": "S", "uri": A}]})


def packed(*files: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, "x.zip")
    return caught.value


def test_an_export_of_all_playlists_is_read_file_by_file() -> None:
    found = read(
        packed(
            ("spotify_playlists/Zebra_.csv", HEAD + f"{B},T\n"),
            ("spotify_playlists/Zebra.csv", HEAD + f"{A},S\n"),
            ("spotify_playlists/Empty.csv", HEAD),
            ("spotify_playlists/Liked_Songs.csv", HEAD + f"{B},T\n"),
        ),
        "x.zip",
    )
    assert found.format == "zip"
    assert found.because == "a zip archive with 4 × exportify"
    assert [(one.name, one.rows) for one in found.playlists] == [
        ("Empty", 0),
        ("Liked Songs", 1),
        ("Zebra", 1),
        ("Zebra", 1),
    ]
    assert [one.tracks[0].uri for one in found.playlists[2:]] == [A, B]
    assert found.liked == (B,)


def test_kinds_may_be_mixed_and_what_is_no_export_is_told() -> None:
    features = json.dumps({"audio_features": [{"id": "a" * 22, "energy": 1, "tempo": 2, "key": 3}]})
    top = json.dumps({"href": "https://x/me/top/tracks", "items": [{"uri": B, "name": "T"}]})
    found = read(
        packed(
            ("P.csv", HEAD + f"{A},S\n"),
            ("features.json", features),
            ("again.json", features),
            ("top.json", top),
            ("notes.txt", "nothing to see"),
            ("cover.png", b"\x89PNG"),
            ("__MACOSX/._P.csv", b"\0\5\x16\7"),
        ),
        "x.zip",
    )
    assert (
        found.because == "a zip archive with 1 × exportify, 2 × web-api-features, 1 × web-api-top"
    )
    assert [fact.key for fact in found.facts] == [A, B]
    assert len(found.top_tracks) == 1
    assert found.warnings == ("notes.txt: It is no export: left out.",)


@pytest.mark.parametrize("folder", ["Spotify Account Data/", "MyData/", "renamed/", ""])
def test_of_an_account_download_only_music_is_opened(folder: str) -> None:
    broken = '{"cut off'
    private = ("Identity", "Payments", "SearchQueries", "Userdata", "Inferences", "Follow", "New")
    plays = [{"endTime": "2025-05-25 01:51", "artistName": "A", "trackName": "S", "msPlayed": 1}]
    extended = [{"ts": "2025-05-25T01:51:00Z", "ms_played": 1, "master_metadata_track_name": "S"}]
    playlists = {"playlists": [{"name": "P", "items": []}]}
    found = read(
        packed(
            *((f"{folder}{name}.json", broken) for name in private),
            (f"{folder}Read_Me_First.pdf", "%PDF"),
            (f"{folder}StreamingHistory_podcast_0.json", broken),
            (f"{folder}Streaming_History_Video_2020.json", broken),
            (f"{folder}YourLibrary.json", LIBRARY),
            (f"{folder}Playlist1.json", json.dumps(playlists)),
            (f"{folder}StreamingHistory_music_0.json", json.dumps(plays)),
            (f"{folder}Streaming_History_Audio_2020-2021_0.json", json.dumps(extended)),
        ),
        "my_spotify_data.zip",
    )
    assert [one.name for one in found.playlists] == ["P", "Liked Tracks"]
    assert found.liked == (A,)
    assert [one.extended for one in found.listening] == [False, True]
    assert found.warnings == (
        "9 of 13 files are of an account download but not of music: not opened.",
    )


@pytest.mark.parametrize(
    "private",
    ["Userdata", "Identity", "Payments", "Inferences", "SearchQueries", "Follow", "Identifiers"],
)
@pytest.mark.parametrize("folder", ["my data/", ""])
def test_one_private_file_keeps_what_lies_around_it_closed(folder: str, private: str) -> None:
    found = read(
        packed(
            (f"{folder}YourLibrary.json", LIBRARY),
            (f"{folder}{private}.json", '{"cut off'),
            (f"{folder}Some new thing.json", '{"cut off'),
        ),
        "x.zip",
    )
    assert found.because == "a zip archive with 1 × account-library"
    assert found.warnings == (
        "2 of 3 files are of an account download but not of music: not opened.",
    )


def test_the_library_of_an_account_lies_among_other_exports(exports: Path) -> None:
    names = ("Alt-Pop.csv", "YourLibrary.json", "aegyo.json", "international_pop.json")
    files = [(f"library/{name}", (exports / name).read_bytes()) for name in names]
    found = read(packed(*files), "library.zip")
    told = [(one.name, len(one.tracks)) for one in found.playlists]
    assert told == [
        ("Alt-Pop", 141),
        ("Liked Tracks", 184),
        ("Aegyo", 36),
        ("International Pop", 106),
    ]
    assert found.warnings == ()


def test_playlists_may_be_called_as_files_of_an_account_are() -> None:
    def saved(name: str) -> str:
        return json.dumps({"name": name, "tracks": {"items": [{"track": {"uri": B}}]}})

    names = ("Follow", "Jazz", "Pop")
    found = read(packed(*((f"{name}.json", saved(name)) for name in names)), "mine.zip")
    assert [one.name for one in found.playlists] == list(names)
    assert found.warnings == ()


def test_exports_beside_an_account_download_are_read() -> None:
    playlist = json.dumps({"name": "Mine", "tracks": {"items": [{"track": {"uri": B}}]}})
    found = read(
        packed(
            ("all/MyData/Userdata.json", '{"cut off'),
            ("all/MyData/YourLibrary.json", LIBRARY),
            ("all/exportify/P.csv", HEAD + f"{A},S\n"),
            ("all/saved/mine.json", playlist),
        ),
        "x.zip",
    )
    assert [one.name for one in found.playlists] == ["Liked Tracks", "P", "Mine"]
    assert found.warnings == (
        "1 of 4 files are of an account download but not of music: not opened.",
    )


def test_folders_of_windows_are_folders() -> None:
    account = read(
        packed(
            ("MyData\\YourLibrary.json", LIBRARY),
            ("MyData\\Something new.json", '{"cut off'),
        ),
        "x.zip",
    )
    assert account.because == "a zip archive with 1 × account-library"
    assert len(account.warnings) == 1
    found = read(packed(("exports\\Alt-Pop.csv", HEAD + f"{A},S\n"), ("exports\\", "")), "x.zip")
    assert [one.name for one in found.playlists] == ["Alt-Pop"]


class _Unmarked(zipfile.ZipInfo):
    """An entry as macOS writes it: its name in UTF-8, and nothing that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 # zipfile's own name
        return self.filename.encode(), self.flag_bits & ~0x800


def test_names_in_utf_8_are_read_without_their_mark() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("LUGNA_LÅTAR_❄️.csv", "お気に入りの曲.csv"):
            archive.writestr(_Unmarked(name), HEAD + f"{A},S\n")
    found = read(buffer.getvalue(), "x.zip")
    assert [one.name for one in found.playlists] == ["LUGNA LÅTAR ❄️", "お気に入りの曲"]
    assert found.liked == (A,)


def test_names_in_the_code_page_of_dos_stay_what_they_are() -> None:
    data = packed(("Caf?.csv", HEAD)).replace(b"Caf?", b"Caf\x82")
    assert [one.name for one in read(data, "x.zip").playlists] == ["Café"]


def test_one_broken_export_refuses_the_archive_with_its_place() -> None:
    found = refusal(packed(("P.csv", HEAD), ("dir/Q.csv", HEAD + 'a,"b\n')))
    assert found.place == "dir/Q.csv: line 2"
    assert "cut off" in found.reason


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("notes.txt", "x")],
        [("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")],
    ],
)
def test_an_archive_without_exports_is_refused(files: list[tuple[str, str]]) -> None:
    assert "no playlist export" in refusal(packed(*files)).reason


@pytest.mark.parametrize(
    "name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "\\x.csv", "a\\..\\x.csv", "C:/x.csv"]
)
def test_unsafe_paths_are_refused(name: str) -> None:
    assert "unsafe path" in refusal(packed((name, HEAD))).reason


def test_an_archive_in_an_archive_is_refused_by_name_and_by_content() -> None:
    inner = packed(("P.csv", HEAD))
    assert "archive inside" in refusal(packed(("P.csv", HEAD), ("in.zip", inner))).reason
    assert "archive inside" in refusal(packed(("P.csv", inner))).reason


def test_a_bomb_is_refused_at_the_ratio_without_unpacking() -> None:
    bomb = packed(("P.csv", HEAD + "\n" * 100_000_000))
    assert len(bomb) < 200_000
    start = perf_counter()
    assert "200 to 1" in refusal(bomb).reason
    assert perf_counter() - start < 1


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = HEAD + "x" * 50_000_000
    bomb = bytearray(packed(("P.csv", content)))
    lie = struct.pack("<I", 100_000)
    true = struct.pack("<I", len(content))
    at = bomb.rfind(true)
    bomb[at : at + 4] = lie
    bomb[22:26] = lie
    assert "damaged" in refusal(bytes(bomb)).reason


def test_too_much_for_all_files_together_is_refused() -> None:
    noise = b"%d," * 400
    files = [(f"{n}.bin", noise) for n in range(9)]
    data = bytearray(packed(*files))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 20 : at + 24] = struct.pack("<I", 64 * 1024 * 1024)
        data[at + 24 : at + 28] = struct.pack("<I", 64 * 1024 * 1024)
        at += 4
    assert "512 MB" in refusal(bytes(data)).reason


def test_too_many_files_are_refused_before_they_are_listed() -> None:
    many = packed(*((f"{n}.csv", "") for n in range(1001)), method=zipfile.ZIP_STORED)
    assert "1,001 files" in refusal(many).reason


def test_rows_of_all_files_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 5)
    rows = HEAD + ",\n" * 3
    assert "more than 5 playlist rows" in refusal(packed(("P.csv", rows), ("Q.csv", rows))).reason


def test_titles_of_all_histories_count_once_and_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def history(*names: str) -> str:
        told = {"endTime": "2025-05-25 01:51", "artistName": "A", "msPlayed": 60_000}
        return json.dumps([told | {"trackName": name} for name in names])

    monkeypatch.setattr(limits, "MAX_TITLES", 3)
    same = packed(("a.json", history("S", "T")), ("b.json", history("T", "U", "S")))
    assert [one.rows for one in read(same, "x.zip").listening] == [2, 3]
    more = packed(("a.json", history("S", "T")), ("b.json", history("U", "V")))
    assert "more than 3 different titles" in refusal(more).reason
    found = refusal(packed(("a.json", history("S", "T", "U", "V"))))
    assert (found.place, found.advice) == ("a.json", "Drop the files of fewer years.")


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(packed(("P.csv", HEAD)))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(data)).reason


def test_other_ways_of_packing_are_refused() -> None:
    assert "packed in a way" in refusal(packed(("P.csv", HEAD), method=zipfile.ZIP_LZMA)).reason


def test_the_sample_library_reads_the_same_from_an_archive(exports: Path) -> None:
    names = ("Alt-Pop.csv", "aegyo.json", "international_pop.json")
    found = read(packed(*((name, (exports / name).read_bytes()) for name in names)), "x.zip")
    alone = [read((exports / name).read_bytes(), name).playlists[0] for name in names]
    assert list(found.playlists) == alone


WHOLE = packed(("P.csv", HEAD + f"{A},S\n"), ("YourLibrary.json", LIBRARY))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1))
def test_a_damaged_archive_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    with contextlib.suppress(Refused):
        read(bytes(data), "x.zip")


@pytest.mark.parametrize("length", range(4, len(WHOLE), 7))
def test_a_cut_off_archive_is_refused(length: int) -> None:
    assert "damaged" in refusal(WHOLE[:length]).reason
