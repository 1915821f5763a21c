"""Exports with parts shuffled, cut or overwritten: read or refused, never anything else."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.errors import Refused
from linernotes.formats import read

EXPORTS = Path(__file__).parents[3] / "events" / "exports"
SOURCES = [
    (path.name, path.read_bytes()[:6000] if path.suffix == ".csv" else path.read_bytes())
    for path in sorted(EXPORTS.iterdir())
]


def survives(data: bytes, key: str) -> None:
    try:
        export = read(data, key)
    except Refused:
        return
    for playlist in export.playlists:
        rows = [skip.row for skip in playlist.skipped]
        assert rows == sorted(set(rows))
        assert all(row <= playlist.rows for row in rows)
        assert len({track.key for track in playlist.tracks}) == len(playlist.tracks)
    export.model_dump_json().encode()


@settings(max_examples=250, derandomize=True, deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), max_size=4),
)
def test_overwritten_bytes_never_break_a_reader(
    source: tuple[str, bytes], changes: list[tuple[float, bytes]]
) -> None:
    key, whole = source
    data = bytearray(whole)
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    survives(bytes(data), key)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 10**6))
def test_shuffled_lines_never_break_a_reader(source: tuple[str, bytes], seed: int) -> None:
    key, whole = source
    lines = whole.splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    survives(b"".join(lines), key)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.text(max_size=30))
def test_arbitrary_bytes_never_break_a_reader(data: bytes, key: str) -> None:
    survives(data, key)


KEYS = (
    *("name", "uri", "track", "item", "items", "tracks", "artists", "album", "type", "episode"),
    *("id", "images", "url", "genres", "audio_features", "energy", "tempo", "liked", "total"),
    *("next", "added_at", "external_ids", "isrc", "href"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(VALUES)
def test_known_keys_over_any_values_never_break_a_reader(value: object) -> None:
    survives(json.dumps(value).encode(), "x.json")


@pytest.mark.parametrize("new", [b"x", b'"', b",", b"\xff", b"\0"])
def test_one_byte_overwritten_in_a_table_loses_no_row_silently(new: bytes) -> None:
    lines = (EXPORTS / "Alt-Pop.csv").read_bytes().splitlines(keepends=True)[:6]
    data = b"".join(lines)
    for at in range(len(lines[0]), len(data)):
        if data[at : at + 1] == b"\n":
            continue
        try:
            (playlist,) = read(data[:at] + new + data[at + 1 :], "x.csv").playlists
        except Refused:
            continue
        assert playlist.rows == 5


@pytest.mark.parametrize("key", ["", "/", "a/", "\x00.csv", "🎧.json", "k" * 1024, "a+b%2F c.json"])
def test_any_object_key_gives_a_name(key: str) -> None:
    (playlist,) = read(b"Track URI,Track Name\n", key).playlists
    playlist.name.encode()
