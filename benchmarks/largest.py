"""The largest exports that are taken, one for each format: 100,000 rows, or 64 MB."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from linernotes.formats.limits import MAX_BYTES, MAX_ROWS

_EXPORTIFY = (
    "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,"
    "Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,"
    "Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature"
)
_SOUND = "0.5,0.6,1,-7.5,1,0.05,0.1,0.0,0.1,0.5,120.5,4"
_WHEN = "2020-01-01T00:00:00Z"


def _slice() -> bytes:
    # It imports what the measured process has no use for.
    from benchmarks.slices import slice_of  # noqa: PLC0415 - see the line above

    body = slice_of(1_450)
    return body + b" " * (MAX_BYTES - len(body))


def _web_api() -> bytes:
    """With every market listed in every track, as the Web API answers without a market."""
    markets = [f"{a}{b}" for a in "ABCDEFGHIJKLM" for b in "NOPQRSTUVWXYZA"]
    count = MAX_BYTES // (len(json.dumps(_web_api_row(0, markets))) + 40)
    items = [_web_api_row(number, markets) for number in range(count)]
    return json.dumps({"name": "Large", "tracks": {"items": items, "total": len(items)}}).encode()


def _web_api_row(number: int, markets: list[str]) -> dict[str, Any]:
    album = {
        "name": f"An Album {number % 5_000}",
        "id": f"{number:022d}",
        "available_markets": markets,
        "images": [{"url": f"https://i.scdn.co/image/{number:040d}", "width": 300}],
        "release_date": "2020-01-01",
    }
    track = {
        "uri": _uri(number),
        "name": f"A Song 🎧 {number}",
        "artists": [{"name": f"Artist {number % 4_000}", "id": f"{number % 4_000:022d}"}],
        "album": album,
        "available_markets": markets,
        "duration_ms": 200_000,
        "popularity": 50,
    }
    return {"added_at": _WHEN, "is_local": False, "track": track}


def _uri(number: int) -> str:
    return f"spotify:track:{number:022d}"


def _rows(row: Callable[[int, str], str]) -> list[str]:
    """As many rows as are taken, of ordinary names; every twentieth has an emoji."""
    return [row(number, "" if number % 20 else "🎧") for number in range(MAX_ROWS)]


def _filled(row: Callable[[int, str], str]) -> list[str]:
    """As many rows as are taken, of names so long that they fill 64 MB, each with an emoji.

    Such a name takes four times as much memory as in the file.
    """
    spare = (MAX_BYTES // MAX_ROWS - len(row(MAX_ROWS, "").encode()) - 8) // 2
    return [row(number, "🎧" + "y" * (spare - 4)) for number in range(MAX_ROWS)]


def _table(head: str, rows: list[str]) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def _exportify_row(n: int, more: str) -> str:
    return (
        f"{_uri(n)},Song {n} {more},An Album {n % 9_000} {more},"
        f"Artist {n % 30_000};Another {n % 4_000},2020-01-01,200000,50,false,,{_WHEN},"
        f'"a genre,another genre",Some Records,{_SOUND}'
    )


def _watsonbox_row(n: int, more: str) -> str:
    return (
        f'"{_uri(n)}","Song {n} {more}","spotify:artist:{n % 30_000:022d}",'
        f'"Artist {n % 30_000}","spotify:album:{n % 9_000:022d}","An Album {n % 9_000} {more}",'
        f'"200000","USRC1{n:07d}","{_WHEN}"'
    )


def _tunemymusic_row(n: int, more: str) -> str:
    return f"Song {n} {more},Artist {n % 30_000},Album {n % 9_000},Large,Playlist,USRC1{n:07d}"


def _soundiiz_row(n: int, more: str) -> str:
    return f"Song {n} {more};Artist {n % 30_000};Album {n % 9_000};USRC1{n:07d};200"


def _json(before: str, row: Callable[[int, str], dict[str, Any]], after: str) -> bytes:
    rows = _rows(lambda number, more: json.dumps(row(number, more), ensure_ascii=False))
    return (before + ",\n".join(rows) + after).encode()


def _library_row(n: int, more: str) -> dict[str, Any]:
    return {
        "artist": f"Artist {n % 30_000}",
        "album": f"An Album {n % 9_000} {more}",
        "track": f"Song {n} {more}",
        "uri": _uri(n),
    }


def _account_row(n: int, more: str) -> dict[str, Any]:
    track = {
        "trackName": f"Song {n} {more}",
        "artistName": f"Artist {n % 30_000}",
        "albumName": f"An Album {n % 9_000} {more}",
        "trackUri": _uri(n),
    }
    return {"track": track, "addedDate": "2020-01-01"}


def _backup_row(n: int, more: str) -> dict[str, Any]:
    track = {
        "uri": _uri(n),
        "name": f"Song {n} {more}",
        "artists": [{"name": f"Artist {n % 30_000}"}],
        "album": {"name": f"An Album {n % 9_000} {more}"},
    }
    return {"added_at": _WHEN, "track": track}


def _spotdl_row(n: int, more: str) -> dict[str, Any]:
    return {
        "name": f"Song {n} {more}",
        "artists": [f"Artist {n % 30_000}", f"Another {n % 4_000}"],
        "genres": ["a genre", "another"],
        "album_name": f"An Album {n % 9_000} {more}",
        "duration": 200,
        "date": "2020-01-01",
        "song_id": f"{n:022d}",
        "publisher": "Some Records",
        "list_name": "Large",
        "list_position": n + 1,
    }


def account_history(songs: int = 60_000) -> bytes:
    """Plays of half a minute, one a minute: half a million in a file of 64 MB."""
    rows: list[str] = []
    length = 0
    while length < MAX_BYTES - 1_000:
        n = len(rows)
        at = time.strftime("%Y-%m-%d %H:%M", time.gmtime((25_000_000 + n) * 60))
        song = n * 7919 % songs
        rows.append(
            f'{{"endTime":"{at}","artistName":"Artist {song % 3_000}",'
            f'"trackName":"Song {song} 🎧","msPlayed":31000}}'
        )
        length += len(rows[-1].encode()) + 1
    return ("[" + ",".join(rows) + "]").encode()


def history(size: int, songs: int, first: int = 0) -> bytes:
    """An extended listening history of about `size` bytes, play `first` and those after it."""
    rows: list[str] = []
    length = 0
    while length < size - 1000:
        rows.append(_play(first + len(rows), songs))
        length += len(rows[-1].encode()) + 2
    return ("[" + ", ".join(rows) + "]").encode()


def _play(number: int, songs: int) -> str:
    song = number * 7919 % songs
    minute = 25_000_000 + number * 4
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(minute * 60))
    told: dict[str, Any] = {
        "ts": at,
        "platform": "Android OS 14 API 34 (a phone)",
        "ms_played": 180_000,
        "conn_country": "DE",
        "ip_addr": "192.0.2.1",
        "master_metadata_track_name": f"A Song With A Name {song} 🎧",
        "master_metadata_album_artist_name": f"Some Artist {song % 3_000}",
        "master_metadata_album_album_name": f"An Album Of Theirs {song % 9_000}",
        "spotify_track_uri": _uri(song),
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
        "reason_start": "trackdone",
        "reason_end": "trackdone",
        "shuffle": True,
        "skipped": False,
        "offline": False,
        "offline_timestamp": 1_700_000_000,
        "incognito_mode": False,
    }
    return json.dumps(told, ensure_ascii=False)


def histories(songs: int) -> bytes:
    """A zip of 512 MB of extended histories: 685,000 plays of `songs` songs, in eight files."""
    files = ((f"Streaming_History_Audio_{n}.json", n * 86_000) for n in range(8))
    return _zipped((name, history(MAX_BYTES, songs, first)) for name, first in files)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return packed.getvalue()


def _text_row(n: int, more: str) -> str:
    return f"Song {n} {more}\tArtist {n % 30_000}\tAn Album {n % 9_000} {more}\t{_uri(n)}"


EXPORTS: dict[str, Callable[[], bytes]] = {
    "exportify": lambda: _table(_EXPORTIFY, _rows(_exportify_row)),
    "exportify, names that fill 64 MB": lambda: _table(_EXPORTIFY, _filled(_exportify_row)),
    "watsonbox": lambda: _table(
        '"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Album URI","Album Name",'
        '"Track Duration (ms)","ISRC","Added At"',
        _rows(_watsonbox_row),
    ),
    "tunemymusic": lambda: _table(
        "Track name,Artist name,Album,Playlist name,Type,ISRC", _rows(_tunemymusic_row)
    ),
    "soundiiz": lambda: _table("title;artist;album;isrc;duration", _rows(_soundiiz_row)),
    "spotify-backup, text": lambda: _table("Large", _rows(_text_row)),
    "spotify-backup, JSON": lambda: _json('[{"name":"Large","tracks":[', _backup_row, "]}]"),
    "spotdl": lambda: _json("[", _spotdl_row, "]"),
    "account-library": lambda: _json('{"tracks":[', _library_row, "]}"),
    "account-playlists": lambda: _json(
        '{"playlists":[{"name":"Large","items":[', _account_row, "]}]}"
    ),
    "web-api-playlist": _web_api,
    "mpd": _slice,
    "account-history": account_history,
    "account-history-extended": lambda: history(MAX_BYTES, 86_000),
    "zip, 512 MB of histories of 60,000 songs": lambda: histories(60_000),
    "zip, 512 MB of histories of 150,000 songs": lambda: histories(150_000),
}
