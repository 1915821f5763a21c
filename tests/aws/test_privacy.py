"""What exports hold of people is not stored, not published and not logged."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator

import pytest

from linernotes import observability
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack, objects

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

SERVICE = "a-stack-of-ours"
URI = "spotify:track:4uLU6hMCjMI75M1A2tKUQC"
PRIVATE = {
    "ip_addr": "192.0.2.123",
    "email": "somebody@example.org",
    "user": "theOwnersAccount",
    "platform": "a phone of theirs",
    "lyrics": "words under somebodys rights",
    "payment": "4111-1111",
    "added": "friendWhoAddedIt",
    "search": "what was searched for",
}


@pytest.fixture(autouse=True)
def _logs_to_where_standard_output_is_now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", SERVICE)
    observability.logger.cache_clear()
    yield
    observability.logger.cache_clear()
    logging.Logger.manager.loggerDict.pop(SERVICE, None)


def download() -> bytes:
    """An account download with everything in it."""
    play = {
        "ts": "2025-05-25T01:51:00Z",
        "ms_played": 40_000,
        "ip_addr": PRIVATE["ip_addr"],
        "username": PRIVATE["user"],
        "platform": PRIVATE["platform"],
        "conn_country": "XX",
        "user_agent_decrypted": PRIVATE["platform"],
        "master_metadata_track_name": "N",
        "master_metadata_album_artist_name": "A",
        "master_metadata_album_album_name": "B",
        "spotify_track_uri": URI,
    }
    files = {
        "Streaming_History_Audio_2025_0.json": [play],
        "YourLibrary.json": {"tracks": [{"artist": "A", "album": "B", "track": "N", "uri": URI}]},
        "Userdata.json": {"username": PRIVATE["user"], "email": PRIVATE["email"]},
        "Payments.json": {"payment": PRIVATE["payment"]},
        "SearchQueries.json": [{"searchQuery": PRIVATE["search"]}],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, told in files.items():
            archive.writestr(f"Spotify Account Data/{name}", json.dumps(told))
    return packed.getvalue()


def test_nothing_private_is_stored_published_or_logged(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = json.loads(playlist("Shared", [track(1)]))
    shared["owner"] = {"display_name": PRIVATE["user"], "email": PRIVATE["email"]}
    shared["tracks"]["items"][0]["added_by"] = {"id": PRIVATE["added"]}
    shared["tracks"]["items"].append({"added_by": {"id": PRIVATE["added"]}, "track": None})
    song = {
        "name": "N",
        "song_id": URI[14:],
        "album_name": "B",
        "artists": ["A"],
        "lyrics": PRIVATE["lyrics"],
    }
    table = f"Track URI,Track Name,Added By\n{URI},N,{PRIVATE['added']}\n,,{PRIVATE['added']}\n"
    stack.drop("my_spotify_data.zip", download())
    stack.drop("shared.json", json.dumps(shared).encode())
    stack.drop("songs.spotdl", json.dumps([song]).encode())
    stack.drop("table.csv", table.encode())
    stack.drain()
    assert len(stack.cloud.catalog.rows.inbox()) == 4
    kept = {
        "library": b"".join(objects("library").values()),
        "site": b"".join(objects("site").values()),
        "catalog": json.dumps(stack.rows(), default=str).encode(),
        "log": capsys.readouterr().out.encode(),
    }
    assert all(kept.values()), "there is something to look at"
    assert b'"ingested"' in kept["log"]
    assert not [
        (place, what)
        for place, said in kept.items()
        for what, value in PRIVATE.items()
        if value.encode() in said
    ]


def test_the_log_has_a_line_an_export_with_counts_and_the_first_rows(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    table = f"Track URI,Track Name\n{URI},N\n" + f"{URI},N\n" * 30 + ",undefined\n"
    stack.drop("table.csv", table.encode())
    stack.step("ingest")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [line for line in lines if line.get("message") == "ingested"]
    assert (told["format"], told["playlists"], told["kept"]) == ("exportify", 1, 1)
    assert told["skipped"] == {"duplicate": 30, "null": 1}
    assert told["first_skipped"][0] == {"playlist": "table", "row": 2, "reason": "duplicate"}
    assert len(told["first_skipped"]) == 20
    assert told["refusals"] == []
