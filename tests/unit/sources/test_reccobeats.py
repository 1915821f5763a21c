"""What ReccoBeats answers is joined by id; what it does wrong harms nothing."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from linernotes import formats
from linernotes.models import ExportReading
from linernotes.sources.features import _export
from linernotes.sources.http import Server, Unavailable
from linernotes.sources.reccobeats import ReccoBeats
from tests.unit.sources.loopback import Answer, Asked, Raw, serving

KNOWN = [f"{number:022d}" for number in range(3)]
UNKNOWN = "9" * 22


def row(spotify_id: str, **other: object) -> dict[str, object]:
    return {
        "id": "2c0de40e-3f8f-4a7b-9f10-0f6f3a1f0a11",
        "href": f"https://open.spotify.com/track/{spotify_id}",
        "isrc": "USUM71900001",
        "danceability": 0.5,
        "energy": 0.6,
        "valence": 0.7,
        "key": -1,
        "tempo": 120.0,
        **other,
    }


def well(asked: Asked) -> Answer:
    ids = asked.query["ids"].split(",")
    return 200, {"content": [row(one) for one in reversed(ids) if one in KNOWN]}, {}


def ask(address: str, *ids: str) -> list[str]:
    source = ReccoBeats(Server(address, pause=0, read=0.5, longest=0.5))
    return sorted(str(one["href"])[-22:] for one in source.ask(ids))


def test_tracks_are_asked_for_together_and_joined_by_their_id() -> None:
    with serving(well) as server:
        assert ask(server.address, *KNOWN, UNKNOWN) == KNOWN
    [asked] = server.asked
    assert asked.path == "/v1/audio-features"
    assert asked.query["ids"] == ",".join([*KNOWN, UNKNOWN])


def test_what_was_not_asked_for_is_not_taken() -> None:
    foreign = [row(UNKNOWN), row(KNOWN[0]), row(KNOWN[0]), "text", {"energy": 1}, {"href": 7}]
    with serving(lambda _: (200, {"content": foreign}, {})) as server:
        assert ask(server.address, KNOWN[0]) == [KNOWN[0]]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int) -> None:
    def busy(asked: Asked) -> Answer:
        return (status, {}, {"Retry-After": "1"}) if len(server.asked) == 1 else well(asked)

    began = time.monotonic()
    with serving(busy) as server:
        assert ask(server.address, KNOWN[0]) == [KNOWN[0]]
    assert len(server.asked) == 2
    assert time.monotonic() - began >= 1


def test_a_time_of_day_to_ask_again_is_waited_for() -> None:
    def busy(asked: Asked) -> Answer:
        if len(server.asked) > 1:
            return well(asked)
        then = datetime.now(UTC) + timedelta(seconds=2)
        return 429, {}, {"Retry-After": format_datetime(then, usegmt=True)}

    began = time.monotonic()
    with serving(busy) as server:
        assert ask(server.address, KNOWN[0]) == [KNOWN[0]]
    assert len(server.asked) == 2
    assert time.monotonic() - began > 0.9, "a time is told in whole seconds"


@pytest.mark.parametrize("wait", ["0", "Mon, 23 Nov 2020 00:00:00 GMT"])
def test_a_time_to_ask_again_that_is_over_is_not_waited_for(wait: str) -> None:
    def busy(asked: Asked) -> Answer:
        return (429, {}, {"Retry-After": wait}) if len(server.asked) == 1 else well(asked)

    with serving(busy) as server:
        assert ask(server.address, KNOWN[0]) == [KNOWN[0]]


@pytest.mark.parametrize(
    "wait",
    ["31", "86400", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT", "soon", "-5", "1.5", ""],
)
def test_a_server_that_wants_to_be_left_alone_for_long_is_not_asked_again(wait: str) -> None:
    answer: Answer = (429, {}, {"Retry-After": wait})
    with serving(lambda _: answer) as server, pytest.raises(Unavailable) as refused:
        ask(server.address, KNOWN[0])
    assert refused.value.status == 429
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (429, {}, {}),
        (500, b"", {}),
        (404, {"error": "gone"}, {}),
        (302, b"", {"Location": "http://169.254.169.254/"}),
        (200, b"<html>", {"Content-Type": "text/html"}),
        (200, b'{"content": [{"href": "https://', {}),
        (200, b'{"content": ["\xff"]}', {}),
        (200, b"[" * 100_000, {}),
        (200, b'{"content": [' + b"[" * 5_000 + b"]" * 5_000 + b"]}", {}),
        (200, gzip.compress(b"{" + b" " * 20_000_000), {"Content-Encoding": "gzip"}),
        (200, b"not packed", {"Content-Encoding": "gzip"}),
        (200, [], {}),
        (200, {"content": {}}, {}),
        (200, b'{"content": "' + b"x" * 9_000_000 + b'"}', {}),
    ],
    ids=[
        "busy",
        "broken",
        "gone",
        "elsewhere",
        "html",
        "cut",
        "bytes",
        "deep",
        "deep and whole",
        "packed without end",
        "packed wrongly",
        "list",
        "object",
        "endless",
    ],
)
def test_a_wrong_answer_is_said_to_be_wrong(answer: Answer) -> None:
    with serving(lambda _: answer) as server, pytest.raises(Unavailable):
        ask(server.address, KNOWN[0])
    assert {one.path for one in server.asked} == {"/v1/audio-features"}


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.close()


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    # Closed with something unsent and no time to linger, a connection is reset.
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.shutdown(socket.SHUT_RD)
    hang_up(handler)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"content": [')
    hang_up(handler)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("do", [hang_up, reset, cut_off, drip, lambda _: time.sleep(0.7)])
def test_a_connection_that_fails_is_no_answer(do: object) -> None:
    def fail(_: Asked) -> Answer:
        raise Raw(do)  # type: ignore[arg-type]  # one of the above

    with serving(fail) as server, pytest.raises(Unavailable):
        ask(server.address, KNOWN[0])


def test_nobody_at_the_address_is_no_answer() -> None:
    with serving(well) as server:
        pass
    with pytest.raises(Unavailable):
        ask(server.address, KNOWN[0])


def dropped(*rows: object) -> ExportReading:
    """What is read of what is dropped where these rows are answered."""
    body = json.dumps({"content": rows}).encode()
    # What an answer is called is nothing to go by.
    with serving(lambda _: (200, body, {"Content-Type": "text/html"})) as server:
        told = ReccoBeats(Server(server.address)).ask(KNOWN)
    return formats.read(_export(told), "features/reccobeats-0.json")


@pytest.mark.parametrize(
    "strange",
    [
        {"energy": None},
        {"energy": "loud"},
        {"energy": float("nan")},
        {"energy": float("inf")},
        {"energy": 10**400},
        {"energy": [0.5]},
        {"energy": json.loads("[" * 60 + "]" * 60)},
        {"energy": 7},
    ],
    ids=lambda one: repr(one)[:24],
)
def test_a_feature_that_is_none_leaves_the_others(strange: dict[str, object]) -> None:
    first, second = dropped(row(KNOWN[0], **strange), row(KNOWN[1])).facts
    assert first.features
    assert (first.features.energy, first.features.valence) == (None, 0.7)
    assert second.features
    assert second.features.energy == 0.6


@pytest.mark.parametrize(
    "strange",
    [
        {"isrc": "\ud800"},
        {"isrc": ["USUM71900001"]},
        {"isrc": "x" * 100_000},
        {"href": f"\ud800/{KNOWN[0]}"},
        {"href": f"{'x' * 100_000}/{KNOWN[0]}/?si=1"},
    ],
    ids=lambda one: repr(one)[:24],
)
def test_a_strange_row_takes_no_other_with_it(strange: dict[str, object]) -> None:
    facts = dropped(row(KNOWN[0], **strange), row(KNOWN[1])).facts
    assert [fact.uri for fact in facts] == [f"spotify:track:{one}" for one in KNOWN[:2]]


def test_a_row_that_tells_nothing_is_no_answer() -> None:
    nothing = dict.fromkeys(["danceability", "energy", "valence", "key", "tempo"])
    facts = dropped(row(KNOWN[0], **nothing), {"href": f"/{KNOWN[2]}"}, row(KNOWN[1])).facts
    assert [fact.uri for fact in facts] == [f"spotify:track:{KNOWN[1]}"]


def test_what_is_dropped_reads_as_features_by_reccobeats() -> None:
    with serving(well) as server:
        told = ReccoBeats(Server(server.address)).ask(KNOWN)
    reading = formats.read(_export(told), "features/reccobeats-0.json")
    assert reading.format == "web-api-features"
    assert [fact.uri for fact in reading.facts] == [f"spotify:track:{one}" for one in KNOWN]
    for fact in reading.facts:
        assert fact.features is not None
        assert (fact.features.by, fact.features.energy) == ("ReccoBeats", 0.6)
        assert (fact.features.key, fact.features.time_signature) == (None, None)
