"""Long documents are read record by record: the same values, the same refusals as all at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.errors import Refused
from linernotes.formats import limits, long_json, read, strict_json
from linernotes.formats.long_json import Rows

URI = "spotify:track:4uLU6hMCjMI75M1A2tKUQC"
ROW = {
    "uri": URI,
    "name": 'Ä "b" [{,',
    "artists": [{"name": "ü"}],
}
DOCUMENTS: list[Any] = [
    [ROW] * 9,
    {"info": {"a": [1, 2]}, "playlists": [{"name": "x", "tracks": [ROW, None, ROW]}, {}, [[]]]},
    {"name": "p", "tracks": {"items": [{"track": ROW}, {"track": None}], "total": 2}, "b": [{}]},
    [[{"a": [[{"b": [{"c": [ROW, ROW]}]}]]}], "x", 1.5, None],
]


@pytest.fixture
def all_is_long() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_json, "SHORT", 12)
        yield


def plain(value: object) -> object:
    if isinstance(value, Rows | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def outcome(parse: Any, data: bytes) -> object:
    try:
        return plain(parse(data))
    except Refused as refused:
        return refused.reason, refused.place


@pytest.mark.usefixtures("all_is_long")
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_long_document_says_what_it_says(document: object, indent: int | None) -> None:
    data = json.dumps(document, ensure_ascii=False, indent=indent).encode()
    value = long_json.parse(data)
    assert plain(value) == document
    assert has_rows(value)


def has_rows(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(has_rows, value.values()))
    return isinstance(value, Rows)


@pytest.mark.usefixtures("all_is_long")
@settings(max_examples=600, derandomize=True, deadline=None)
@given(
    st.sampled_from(DOCUMENTS),
    st.sampled_from([None, 1]),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from([b"", *(bytes([c]) for c in b'"\\[]{},: x1\n\t')]),
    st.booleans(),
)
def test_a_long_document_with_a_fault_is_refused_as_a_short_one(
    document: object, indent: int | None, where: float, new: bytes, cut: bool
) -> None:
    whole = json.dumps(document, indent=indent).encode()
    at = int(where * len(whole))
    data = whole[:at] + new + (b"" if cut else whole[at + 1 :])
    assert outcome(long_json.parse, data) == outcome(strict_json.parse, data)


@pytest.mark.usefixtures("all_is_long")
def test_a_key_twice_is_refused_at_its_place_however_far_down() -> None:
    data = b'{"playlists": [\n{"name": "a", "tracks": [{"a": 1, "b": 2}, {"a": 1,\n "a": 2}]}]}'
    with pytest.raises(Refused, match="“a” stands twice") as caught:
        long_json.parse(data)
    assert caught.value.place == "line 3, column 2"
    with pytest.raises(Refused, match="“b” stands twice") as caught:
        long_json.parse(b'{"b": [{"x": 1}, {"x": 2}],\n"b": 1}')
    assert caught.value.place == "line 2, column 1"


@pytest.mark.usefixtures("all_is_long")
def test_nesting_counts_from_the_top() -> None:
    def nested(levels: int) -> bytes:
        return b'{"aaaaaaaaaaaaaa": ' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"

    long_json.parse(nested(limits.MAX_NESTING))
    with pytest.raises(Refused, match="deeper than 64"):
        long_json.parse(nested(limits.MAX_NESTING + 1))


@pytest.mark.usefixtures("all_is_long")
def test_what_is_never_kept_is_let_go() -> None:
    data = json.dumps({"ip_addr": "1.2.3.4", "rows": [{"lyrics": "la la la"}, {"name": "x"}]})
    assert plain(long_json.parse(data.encode())) == {"rows": [{}, {"name": "x"}]}


def test_a_list_of_more_items_than_any_export_has_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(long_json, "MAX_JSON_ITEMS", 1000)
    data = b"[" + b",".join([b'{"a": "' + b"x" * 300 + b'"}'] * 1001) + b"]"
    with pytest.raises(Refused, match="more than 1,000 values"):
        long_json.parse(data)


def test_the_last_record_counts_as_the_first() -> None:
    """Half a history must not be read: a fault at the end refuses the file."""
    play = {"endTime": "2025-05-25 01:51", "artistName": "A", "trackName": "B", "msPlayed": 40_000}
    whole = json.dumps([play] * 9_000).encode()
    assert read(whole, "x.json").listening[0].plays == 1, "all at one minute"
    with pytest.raises(Refused, match="cut off"):
        read(whole[:-3], "x.json")
    with pytest.raises(Refused, match="extra data") as caught:
        read(whole + b" x", "x.json")
    assert caught.value.place == f"line 1, column {len(whole) + 2:,}"


def test_a_byte_that_is_no_utf_8_is_placed_however_far_down() -> None:
    rows = b",".join([b'{"track": null, "added_at": "%s"}' % (b"\xc3\xa9" * 500)] * 1500)
    data = b'{"name": "x",\n"tracks": {"items": [' + rows + b'], "x": "\xff"}}'
    with pytest.raises(Refused) as caught:
        read(data, "x.json")
    assert caught.value.place == f"byte {data.index(b'\xff') + 1:,} (0xff), line 2"


def test_every_reader_of_lists_reads_long_ones(all_is_long: None) -> None:
    track = {"uri": URI, "name": "N", "artists": [{"name": "A"}], "album": {"name": "B"}}
    row = {"added_at": None, "track": track}
    flat = {"artist": "A", "album": "B", "track": "N", "uri": URI}
    account = {"trackName": "N", "artistName": "A", "albumName": "B", "trackUri": URI}
    song = {"name": "N", "song_id": URI[14:], "album_name": "B", "artists": ["A"]}
    mpd = {"track_uri": URI, "track_name": "N", "artist_name": "A", "album_name": "B"}
    for document, kind in (
        ({"name": "p", "tracks": {"items": [row, row]}}, "web-api-playlist"),
        ({"href": "https://x/me/tracks", "items": [row, row]}, "web-api-saved"),
        ({"href": "https://x/me/top/tracks", "items": [track]}, "web-api-top"),
        ([row, row], "web-api-playlist"),
        ({"tracks": [flat, flat], "albums": []}, "account-library"),
        ({"playlists": [{"name": "p", "items": [{"track": account}] * 2}]}, "account-playlists"),
        ([{"name": "p", "tracks": [row, row]}], "spotify-backup"),
        ([song | {"list_name": "p", "list_position": n} for n in (2, 1)], "spotdl"),
        ({"info": {}, "playlists": [{"name": "p", "pid": 1, "tracks": [mpd, mpd]}]}, "mpd"),
        ({"audio_features": [{"id": URI, "energy": 0.5, "tempo": 90, "key": 1}]}, None),
    ):
        export = read(json.dumps(document).encode(), "x.json")
        assert export.format == (kind or "web-api-features")
        told = [*export.facts, *(one for p in export.playlists for one in p.tracks)]
        assert [one.uri for one in told] == [URI]
