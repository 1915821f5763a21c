"""What is asked of Spotify, and what is made of answers of every kind."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from linernotes.sources.grant import Grant
from linernotes.sources.http import Server, Unavailable
from linernotes.sources.spotify import Access, Listed, SignInEnded, Spotify
from tests.unit.sources.loopback import Answer, Asked, Loopback, Raw, serving

GRANT = Grant(client_id="id", refresh_token="lasting", since=datetime(2026, 8, 31, tzinfo=UTC))
ACCESS = Access("hour", "lasting")
MIX = Listed("Mix", "A mix", "1")


@contextmanager
def spotify(answer: Callable[[Asked], Answer]) -> Iterator[tuple[Spotify, Loopback]]:
    with serving(answer) as loopback:
        server = Server(loopback.address, pause=0, read=0.3, longest=0.5)
        yield Spotify(server, server), loopback


def page(items: Any, total: Any = None, *, more: bool = False) -> Answer:
    next_page = "http://203.0.113.1/v1/elsewhere" if more else None
    return 200, {"items": items, "total": total, "next": next_page}, {}


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"items": [')


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.shutdown(socket.SHUT_RD)
    handler.connection.close()


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(0.5)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(12):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def broken(do: Callable[[BaseHTTPRequestHandler], None]) -> Callable[[Asked], Answer]:
    def answer(_: Asked) -> Answer:
        raise Raw(do)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (500, {}, {}),
        lambda _: (401, {}, {}),
        lambda _: (403, {"error": {"status": 403, "message": "Insufficient client scope"}}, {}),
        lambda _: (404, {}, {}),
        lambda _: (429, {}, {"Retry-After": "86400"}),
        lambda _: (429, {}, {"Retry-After": "9" * 5000}),
        lambda _: (429, {}, {"Retry-After": "soon"}),
        lambda _: (302, {}, {"Location": "http://203.0.113.1/"}),
        lambda _: (200, b"", {}),
        lambda _: (200, b'{"items": [', {}),
        lambda _: (200, b"<html>", {}),
        lambda _: (200, b"[" * 100_000, {}),
        # Names that are looked into, each within the other.
        lambda _: page([json.loads('{"item":' * 900 + "1" + "}" * 900)], 1),
        lambda _: (200, b'{"items": ["\xff"], "total": 1, "next": null}', {}),
        lambda _: (200, b'{"items": ["' + b"x" * 9_000_000 + b'"], "next": null}', {}),
        lambda _: (200, None, {}),
        lambda _: (200, ["items", "next"], {}),
        lambda _: (200, "items and next", {}),
        lambda _: (200, {"items": {}, "next": None}, {}),
        lambda _: (200, {"items": [], "total": 0}, {}),
        lambda _: page([], 9),
        lambda _: page([{}] * 51, 51),
        lambda _: page([{}] * 50, 50, more=True),
        broken(cut),
        broken(reset),
        broken(silent),
        broken(dripping),
    ],
)
def test_rows_come_whole_or_not_at_all(answer: Callable[[Asked], Answer]) -> None:
    with spotify(answer) as (source, _), pytest.raises(Unavailable):
        source.rows(ACCESS, MIX)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_token_is_taken_elsewhere(status: int) -> None:
    with serving(lambda _: (200, {"access_token": "a", "items": [], "next": None}, {})) as other:
        answer: Answer = (status, {}, {"Location": f"{other.address}/elsewhere"})
        with spotify(lambda _: answer) as (source, _):
            with pytest.raises(Unavailable):
                source.rows(ACCESS, MIX)
            with pytest.raises(Unavailable):
                source.access(GRANT)
    assert other.asked == []


def test_a_list_without_end_is_given_up() -> None:
    with spotify(lambda _: page([{}], 10**9, more=True)) as (source, server):
        with pytest.raises(Unavailable, match="no end"):
            source.rows(ACCESS, MIX)
        assert len(server.asked) < 1000


def paged(rows: list[Any], fails: dict[int, Answer] | None = None) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        offset, limit = int(asked.query["offset"]), int(asked.query["limit"])
        if fails and offset in fails:
            return fails[offset]
        return page(rows[offset : offset + limit], len(rows), more=offset + limit < len(rows))

    return answer


def test_fifty_rows_are_asked_for_at_a_time_of_nobody_else() -> None:
    rows = [{"item": {"name": str(number)}} for number in range(101)]
    with spotify(paged(rows)) as (source, server):
        assert source.rows(ACCESS, MIX) == rows
    assert [one.path for one in server.asked] == ["/v1/playlists/Mix/items"] * 3
    told = [(one.query["limit"], one.query["offset"]) for one in server.asked]
    assert told == [("50", "0"), ("50", "50"), ("50", "100")]
    assert {one.headers["authorization"] for one in server.asked} == {"Bearer hour"}


def test_what_cannot_be_played_is_counted_by_spotify_and_not_handed_out() -> None:
    with spotify(lambda _: page([{"item": None}, None], 3)) as (source, _):
        assert source.rows(ACCESS, MIX) == [{"item": None}, None]


@pytest.mark.parametrize(
    ("answer", "status"),
    [((404, {}, {}), 404), (page([{}], 61), 200), ((502, {}, {}), 502)],
)
def test_a_playlist_that_vanishes_or_changes_between_pages_comes_another_night(
    answer: Answer, status: int
) -> None:
    with (
        spotify(paged([{}] * 60, {50: answer})) as (source, _),
        pytest.raises(Unavailable) as refused,
    ):
        source.rows(ACCESS, MIX)
    assert refused.value.status == status


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    answers: Iterator[Answer] = iter([(429, {}, {"Retry-After": "1"}), page([{}], 1)])
    with spotify(lambda _: next(answers)) as (source, server):
        began = time.monotonic()
        assert source.rows(ACCESS, MIX) == [{}]
    assert time.monotonic() - began >= 1
    assert len(server.asked) == 2


def test_who_put_a_track_there_and_where_it_may_be_heard_is_left_out() -> None:
    album = {"name": "Album", "available_markets": ["DE"]}
    item = {"name": "Song", "available_markets": ["DE"], "album": album}
    row = {"added_by": {"id": "friend"}, "item": item, "track": item}
    with spotify(lambda _: page([row], 1)) as (source, _):
        [kept] = source.rows(ACCESS, MIX)
    told = json.dumps(kept)
    assert "friend" not in told
    assert "DE" not in told
    assert kept["item"]["album"] == {"name": "Album"}


def owned(*listed: Any, me: Any = None) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/v1/me":
            return 200, {"id": "owner"} if me is None else me, {}
        return paged(list(listed))(asked)

    return answer


def entry(**fields: Any) -> dict[str, Any]:
    return {"id": "Mix", "name": "A mix", "snapshot_id": "1", "owner": {"id": "owner"}, **fields}


def test_ones_own_playlists_are_listed_once_each_by_id() -> None:
    listed = [entry(), entry(id="Also", name="b"), entry(), entry(id="Theirs", owner={"id": "x"})]
    with spotify(owned(*listed)) as (source, _):
        assert source.own(ACCESS) == (Listed("Also", "b", "1"), MIX)


@pytest.mark.parametrize(
    "strange",
    [
        None,
        [],
        "Mix",
        entry(id=None),
        entry(id=["Mix"]),
        entry(id="../../etc/passwd"),
        entry(id="Mix\n"),
        entry(id="é"),
        entry(id="x" * 65),
        entry(owner=None),
        entry(owner="owner"),
        entry(owner={"id": ["owner"]}),
    ],
)
def test_what_is_no_playlist_of_ones_own_is_passed_by(strange: Any) -> None:
    with spotify(owned(strange, entry())) as (source, _):
        assert source.own(ACCESS) == (MIX,)


def test_a_playlist_may_have_neither_a_name_nor_a_snapshot() -> None:
    with spotify(owned(entry(name=None, snapshot_id=7))) as (source, _):
        assert source.own(ACCESS) == (Listed("Mix", "", ""),)


@pytest.mark.parametrize("me", [{}, [], {"id": ""}, {"id": None}, {"id": 7}])
def test_nothing_is_listed_for_an_owner_who_is_not_named(me: Any) -> None:
    # A playlist without an owner is not taken for the property of nobody.
    nobodys = [entry(owner={}), entry(owner={"id": ""}), entry(owner={"id": None})]
    with spotify(owned(*nobodys, me=me)) as (source, _), pytest.raises(Unavailable):
        source.own(ACCESS)


def test_a_refresh_token_is_traded_for_an_hour() -> None:
    with spotify(lambda _: (200, {"access_token": "a"}, {})) as (source, server):
        assert source.access(GRANT) == Access("a", "lasting")
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/api/token")
    assert asked.form == {
        "grant_type": "refresh_token",
        "refresh_token": "lasting",
        "client_id": "id",
    }


def test_a_renewed_token_is_handed_on() -> None:
    answer: Answer = (200, {"access_token": "a", "refresh_token": "new"}, {})
    with spotify(lambda _: answer) as (source, _):
        assert source.access(GRANT) == Access("a", "new")


def test_a_grant_that_ended_is_told_from_a_service_that_fails() -> None:
    with (
        spotify(lambda _: (400, {"error": "invalid_grant"}, {})) as (source, _),
        pytest.raises(SignInEnded),
    ):
        source.access(GRANT)


@pytest.mark.parametrize(
    "answer",
    [
        (400, {"error": "invalid_client"}, {}),
        (400, b"<html>", {}),
        (400, {"error": ["invalid_grant"]}, {}),
        (401, {"error": "invalid_grant"}, {}),
        (500, {"error": "invalid_grant"}, {}),
        (307, {}, {"Location": "http://203.0.113.1/"}),
        (200, {}, {}),
        (200, {"access_token": ["a"]}, {}),
        # What no header and no parameter could carry.
        (200, {"access_token": "a\r\nX-Other: b"}, {}),
        (200, {"access_token": "\u65e5"}, {}),
        (200, {"access_token": "a", "refresh_token": "\ud800"}, {}),
        (200, [], {}),
    ],
)
def test_any_other_answer_ends_no_sign_in(answer: Answer) -> None:
    with spotify(lambda _: answer) as (source, _), pytest.raises(Unavailable):
        source.access(GRANT)


def test_no_token_is_told_by_accident() -> None:
    told = f"{ACCESS!r} {GRANT!r} {GRANT}"
    assert "hour" not in told
    assert "lasting" not in told
