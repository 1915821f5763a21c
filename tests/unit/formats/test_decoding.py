"""Bytes that are no export, or barely one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from time import perf_counter

import pytest

from linernotes.errors import Refused
from linernotes.formats import limits, read

PLAYLIST = '{"name": "Été", "tracks": {"items": [%s]}}'
ROW = '{"track": {"uri": "spotify:track:4uLU6hMCjMI75M1A2tKUQC", "name": %s}}'


def playlist(*names: str) -> str:
    return PLAYLIST % ",".join(ROW % name for name in names)


def refusal(data: bytes, key: str = "x.json") -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, key)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_is_read_in_each_encoding_that_says_what_it_is(encoding: str) -> None:
    assert read(playlist('"Ü"').encode(encoding), "x.json").playlists[0].name == "Été"


def test_big_endian_utf_16_is_read_when_marked() -> None:
    data = b"\xfe\xff" + playlist('"Ü"').encode("utf-16-be")
    assert read(data, "x.json").playlists[0].name == "Été"


def test_latin_1_is_refused_with_the_place_of_the_byte() -> None:
    data = b'{\n"name": "' + "Été".encode("latin-1")
    assert refusal(data).place == "byte 12 (0xc9), line 2"


def test_utf_16_without_a_mark_is_refused() -> None:
    assert "byte order mark" in refusal(playlist('"x"').encode("utf-16-le")).reason


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><title>x</title>", "web page"),
        (b"  <html>", "web page"),
        (b'{"a": 1}', "no playlist export"),
        (b"[]", "no playlist export"),
        (b"[1, 2]", "no playlist export"),
        (b"a,b\n1,2\n", "not one of a playlist export"),
        (b"hello", "It is text"),
    ],
)
def test_what_is_no_export_is_refused_with_what_was_seen(data: bytes, seen: str) -> None:
    assert seen in refusal(data).reason


def test_a_refused_table_shows_its_titles() -> None:
    assert refusal(b"Titel,K\xc3\xbcnstler\n", "x.csv").place == "line 1: Titel, Künstler"


def test_a_gzip_bomb_is_refused_without_unpacking() -> None:
    bomb = gzip.compress(b"0" * 100_000_000)
    start = perf_counter()
    assert "gzip" in refusal(bomb).reason
    assert perf_counter() - start < 1


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(Refused, match=r"64\.0 MB|64 MB"):
        limits.check_size(limits.MAX_BYTES + 1)
    limits.check_size(limits.MAX_BYTES)


@pytest.mark.parametrize("opener", ["[", '{"a":'])
def test_deep_nesting_is_refused_before_the_parser_recurses(opener: str) -> None:
    found = refusal((opener * 100_000).encode())
    assert "deeper than 64" in found.reason
    assert found.place.startswith("line 1, column ")


def test_64_levels_pass_and_65_do_not() -> None:
    assert "no playlist export" in refusal(b"[" * 64 + b"]" * 64).reason
    assert "deeper" in refusal(b"[" * 65 + b"]" * 65).reason


def test_brackets_inside_strings_do_not_count_as_nesting() -> None:
    name = json.dumps("[{" * 200 + '\\"' + "[" * 100)
    assert read(playlist(name).encode(), "x.json").playlists[0].tracks[0].name.startswith("[{[{")


def test_a_key_twice_in_one_object_is_refused_with_its_place() -> None:
    found = refusal(b'{"name": "a",\n "tracks": {"items": []},\n "name": "b"}')
    assert "“name” stands twice" in found.reason
    assert found.place == "line 3, column 2"


def test_a_key_again_in_another_object_is_no_repeat() -> None:
    read(playlist('"name"', '"b"').encode(), "x.json")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e309", "9" * 5000, "true"])
def test_what_is_no_number_is_a_missing_value(value: str) -> None:
    data = playlist(f'"x", "duration_ms": {value}, "audio_features": {{"energy": {value}}}')
    track = read(data.encode(), "x.json").playlists[0].tracks[0]
    assert track.duration_ms is None
    assert track.features is None


def test_a_number_for_a_name_is_a_missing_name() -> None:
    assert read(playlist("7").encode(), "x.json").playlists[0].tracks[0].name == ""


def test_surrogates_and_nulls_are_replaced_and_stripped() -> None:
    data = playlist(r'"a\ud800b\u0000c"').encode()
    assert read(data, "x.json").playlists[0].tracks[0].name == "a\ufffdbc"


def test_a_cut_off_json_is_refused_at_every_length(exports: Path) -> None:
    whole = (exports / "aegyo.json").read_bytes().rstrip()
    for length in range(1, len(whole), 997):
        assert refusal(whole[:length]).place


def test_a_cut_off_table_is_refused_with_the_line_of_the_open_quote() -> None:
    found = refusal(b'Track URI,Track Name\nspotify:track:a,"x"\nspotify:track:b,"y\n', "x.csv")
    assert "cut off" in found.reason
    assert found.place == "line 3"


def test_a_hundred_thousand_rows_are_the_limit() -> None:
    head = b"Track URI,Track Name\n"
    assert "100,000" in refusal(head + b",\n" * 100_001, "x.csv").reason
    assert "1,000,000" in refusal(head + b"\n" * 1_000_001, "x.csv").reason


def test_rows_of_all_playlists_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 5)
    listed = {"name": "P", "items": [{"track": None}] * 3}
    whole = {"playlists": [listed, listed]}
    assert "more than 5 playlist rows" in refusal(json.dumps(whole).encode()).reason


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" + b"[]," * 11_000_000 + b"[]]", id="empty lists"),
        pytest.param(b"[" + b'"ab",' * 11_000_000 + b"1]", id="strings"),
        pytest.param(b"Track URI,Track Name" + b"," * 3_000_000, id="titles"),
    ],
)
def test_a_file_of_tiny_values_is_refused_before_it_fills_memory(data: bytes) -> None:
    start = perf_counter()
    refusal(data)
    assert perf_counter() - start < 5
