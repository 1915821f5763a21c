"""A byte anywhere in an export is another: it is refused, or every row in it is accounted for.

Rows are counted a second time, by parsers that know nothing of the readers.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import ExportReading

URI = "spotify:track:4uLU6hMCjMI75M1A2tKUQC"
LOCAL = "spotify:local:A:B:C%20D:200"
EXPORTS = Path(__file__).parents[3] / "events" / "exports"
BYTES = b"\"'\\,;:{}[]\n\r\t 019xX=-+\0\x7f\xc3\xff"

type Count = Callable[[Any], list[int]]


def _web_api(document: Any) -> list[int]:
    pages = [document, *(document.get(name) for name in ("items", "tracks"))]
    return [
        max(
            len(page["items"])
            for page in pages
            if isinstance(page, dict) and isinstance(page.get("items"), list)
        )
    ]


def _of(playlists: str, rows: str) -> Count:
    return lambda document: [
        len(one[rows])
        for one in (document[playlists] if playlists else document)
        if isinstance(one, dict) and isinstance(one.get(rows), list)
    ]


def _one_list(document: Any) -> list[int]:
    return [len(document["songs"] if isinstance(document, dict) else document)]


COUNTS: dict[str, Count] = {
    "web-api-playlist": lambda told: [len(told)] if isinstance(told, list) else _web_api(told),
    "web-api-saved": lambda told: [len(told["items"])],
    "account-playlists": _of("playlists", "items"),
    "account-library": lambda told: [len(told["tracks"])],
    "spotify-backup": _of("", "tracks"),
    "mpd": _of("playlists", "tracks"),
    "linernotes": lambda told: [len(told["tracks"])],
    "account-history": _one_list,
    "account-history-extended": _one_list,
}
TABLES = ("exportify", "watsonbox", "soundiiz")


def rows_told(export: ExportReading) -> list[int]:
    return [one.rows for one in export.playlists] + [one.rows for one in export.listening]


def check(data: bytes, key: str) -> bool:
    """Whether the export was read; fails where a row of it is lost."""
    try:
        export = read(data, key)
    except Refused:
        return False
    if key.endswith(".txt"):
        assert sum(rows_told(export)) == sum(
            b"\t" in line for line in data.splitlines() if line.strip()
        )
    elif export.format in COUNTS:
        expected = COUNTS[export.format](json.loads(data.decode("utf-8-sig"), strict=True))
        assert rows_told(export) == expected
    elif export.format in TABLES:
        delimiter = ";" if data[:60].count(b";") > data[:60].count(b",") else ","
        table = csv.reader(
            io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True
        )
        assert sum(rows_told(export)) == sum(1 for row in table if row) - 1
    for playlist in export.playlists:
        assert len({track.key for track in playlist.tracks}) == len(playlist.tracks)
        assert playlist.rows == len(playlist.tracks) + len({s.row for s in playlist.skipped})
        assert all(1 <= skip.row <= playlist.rows for skip in playlist.skipped)
    export.model_dump_json().encode()
    return True


TRACK = {"uri": URI, "name": "N", "artists": [{"name": "Ä"}], "album": {"name": "B"}}
OTHER = TRACK | {"uri": LOCAL, "audio_features": {"energy": 0.5, "tempo": 90.0}}
WEB_ROWS = [{"added_at": "2020-01-01T00:00:00Z", "track": one} for one in (TRACK, None, OTHER)]
ACCOUNT = {"trackName": "N", "artistName": "A", "albumName": "B", "trackUri": URI}
PLAY = {"endTime": "2025-05-25 01:51", "artistName": "A", "trackName": "N", "msPlayed": 40000}
LONG_PLAY = {
    "ts": "2025-05-25T01:51:00Z",
    "ms_played": 40000,
    "ip_addr": "192.0.2.7",
    "master_metadata_track_name": "N",
    "master_metadata_album_artist_name": "A",
    "master_metadata_album_album_name": "B",
    "spotify_track_uri": URI,
}
SONG = {"name": "N", "song_id": URI[14:], "album_name": "B", "artists": ["A"], "list_name": "L"}
MPD = {"pos": 0, "track_uri": URI, "track_name": "N", "artist_name": "A", "album_name": "B"}
MADE: dict[str, Any] = {
    "playlist.json": {"name": "P", "tracks": {"items": WEB_ROWS, "total": 3}},
    "items.json": {"name": "P", "items": {"items": [{"item": TRACK}, {"item": OTHER}]}},
    "saved.json": {"href": "https://api.spotify.com/v1/me/tracks", "items": WEB_ROWS},
    "top.json": {"href": "https://x/me/top/tracks?time_range=short_term", "items": [TRACK]},
    "features.json": {"audio_features": [{"id": URI[14:], "energy": 0.5, "tempo": 9, "key": 1}]},
    "Playlist1.json": {"playlists": [{"name": "P", "items": [{"track": ACCOUNT}] * 2}]},
    "YourLibrary.json": {"tracks": [{"artist": "A", "album": "B", "track": "N", "uri": URI}]},
    "history.json": [PLAY, PLAY | {"msPlayed": 1}],
    "extended.json": [LONG_PLAY, LONG_PLAY | {"spotify_track_uri": None, "episode_name": "E"}],
    "backup.json": [{"name": "P", "tracks": WEB_ROWS}, {"name": "Q", "tracks": []}],
    "x.spotdl": [SONG | {"list_position": n} for n in (2, 1)],
    "mpd.json": {"info": {}, "playlists": [{"name": "P", "pid": 1, "tracks": [MPD, MPD]}]},
    "ours.json": {"linernotes": "playlist", "name": "P", "tracks": [{"uri": URI, "name": "N"}]},
}
TEXTS = {
    "exportify.csv": "\ufeffTrack URI,Track Name,Album Name,Artist Name(s),Explicit\r\n"
    f'{URI},"a ""b""",B,A;C,true\r\n,undefined,,,\r\nspotify:episode:1,E,Show,,\r\n',
    "watsonbox.csv": '"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Album URI"\n'
    f'"{URI}","N","spotify:artist:1","A\\, B","spotify:album:2"\n',
    "tunemymusic.csv": "Track name,Artist name,Album,Playlist name,Type,ISRC\n"
    "N,A,B,P,Playlist,usrc17607839\nM,A,B,,Favorite,\n",
    "soundiiz.csv": "\ufefftitle;artist;album;isrc;duration\nN;A;B;USRC17607839;225\n",
    "backup.txt": f"P\r\nN\tA, B\tC\t{URI}\r\n\r\nQ\r\nM\tA\tC\t{LOCAL}\r\n\r\n",
}
SAMPLES = {
    **{name: json.dumps(told, ensure_ascii=False).encode() for name, told in MADE.items()},
    **{name: told.encode() for name, told in TEXTS.items()},
    **{path.name: path.read_bytes()[:40_000] for path in sorted(EXPORTS.glob("*.csv"))},
}


def mutations(data: bytes, seed: str, count: int) -> Iterator[bytes]:
    """The same bytes with one changed, taken out or put in, again and again."""
    choose = random.Random(seed)
    for _ in range(count):
        at = choose.randrange(len(data))
        new = bytes([choose.choice(BYTES)]) if choose.random() < 0.8 else b""
        yield data[:at] + new + data[at + choose.randrange(2) if new else at + 1 :]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_reads_as_what_it_is(name: str) -> None:
    assert check(SAMPLES[name], name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_corrupted_byte_loses_no_row(name: str) -> None:
    whole = SAMPLES[name]
    data = whole if len(whole) < 4000 else whole[: whole.rindex(b"\n", 0, 4000) + 1]
    found = [check(one, name) for one in mutations(data, name, 60)]
    assert any(found), "some are still exports"


@pytest.mark.soak
@pytest.mark.parametrize("name", SAMPLES)
def test_a_corrupted_byte_loses_no_row_in_thousands_of_trials(name: str) -> None:
    whole = SAMPLES[name]
    data = whole if len(whole) < 4000 else whole[: whole.rindex(b"\n", 0, 4000) + 1]
    for one in mutations(data, f"{name} again", 1500):
        check(one, name)


@pytest.mark.soak
def test_a_corrupted_byte_loses_no_row_of_the_sample_library() -> None:
    for path in sorted(EXPORTS.iterdir()):
        for one in mutations(path.read_bytes(), path.name, 150):
            check(one, path.name)


@pytest.mark.soak
def test_a_corrupted_byte_loses_no_row_of_what_people_really_hold(data: Path) -> None:
    folders = (data / "library", data / "formats", data / "corpus" / "exportify")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in files:
        whole = path.read_bytes()
        cut = path.suffix == ".csv" and len(whole) > 20_000
        one = whole[: whole.rindex(b"\n", 0, 20_000) + 1] if cut else whole
        check(one, path.name)
        for broken in mutations(one, f"{path.name} as it is held", 60):
            check(broken, path.name)
