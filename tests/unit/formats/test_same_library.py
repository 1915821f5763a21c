"""The same library, told by two programs: an account download and exportify's tables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from linernotes.formats import read
from linernotes.models import Reading


def test_an_account_download_and_exportify_tell_the_same_playlists_and_tracks(data: Path) -> None:
    tables = sorted((data / "corpus" / "exportify").iterdir())
    assert len(tables) == 30
    by_exportify = [read(file.read_bytes(), file.name).playlists[0] for file in tables]
    download = {
        "playlists": [
            _playlist(one.name, file.read_bytes())
            for one, file in zip(by_exportify, tables, strict=True)
        ]
    }
    account = read(json.dumps(download).encode(), "Playlist1.json")
    assert account.format == "account-playlists"
    by_account = account.playlists
    assert [one.name for one in by_account] == [one.name for one in by_exportify]
    for first, second in zip(by_exportify, by_account, strict=True):
        assert _keys(first) == _keys(second), first.name
        assert _skips(first) == _skips(second), first.name
    assert sum(one.rows for one in by_account) == 3448


def test_what_both_tell_of_a_track_is_the_same(data: Path) -> None:
    file = data / "corpus" / "exportify" / "Radiohead.csv"
    (table,) = read(file.read_bytes(), file.name).playlists
    whole = {"playlists": [_playlist(table.name, file.read_bytes())]}
    (account,) = read(json.dumps(whole).encode(), "Playlist1.json").playlists
    for first, second in zip(table.tracks, account.tracks, strict=True):
        assert (first.uri, first.name, first.album) == (second.uri, second.name, second.album)
        assert first.artists[:1] == second.artists, "an account download names one artist"


def _keys(playlist: Reading) -> list[str]:
    return [track.key for track in playlist.tracks]


def _skips(playlist: Reading) -> list[tuple[int, str]]:
    return [(skip.row, skip.reason) for skip in playlist.skipped]


def _playlist(name: str, table: bytes) -> dict[str, Any]:
    """What a download would hold of the playlist in a table."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return {
        "name": name,
        "lastModifiedDate": "2026-01-01",
        "items": [_item(row) for row in rows],
        "numberOfFollowers": 0,
    }


def _item(row: dict[str, str]) -> dict[str, Any]:
    uri = row["Track URI"]
    if uri.startswith("spotify:local:"):
        return {"localTrack": {"uri": uri}, "addedDate": row["Added At"][:10]}
    track = {
        "trackName": row["Track Name"],
        "artistName": row["Artist Name(s)"].split(";")[0],
        "albumName": row["Album Name"],
        "trackUri": uri,
    }
    return {"track": track, "addedDate": row["Added At"][:10]}
