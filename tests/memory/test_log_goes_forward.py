"""The change log tells things in the order in which they happened, also what happens again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws.exports import history, playlist, track
from tests.memory.flow import Flow
from tests.memory.gate import refused

pytestmark = pytest.mark.usefixtures("light_figures")

SONGS = [track(n, artist="Ann") for n in range(12)]
SIX, EIGHT = playlist("A", SONGS[:6]), playlist("A", SONGS[:8])
DAY = 86_400


def changes(flow: Flow) -> list[dict[str, Any]]:
    """What home says changed, newest first."""
    told: list[dict[str, Any]] = json.loads(flow.s3.objects("site")["overview.json"])["changes"]
    return told


def dropped(flow: Flow, key: str, *bodies: bytes) -> None:
    for body in bodies:
        flow.drop(key, body)
        flow.drain()


def test_what_is_done_again_is_told_again_and_the_last_of_it_first() -> None:
    flow = Flow()
    dropped(flow, "a.json", SIX, EIGHT, SIX, EIGHT)
    told = [
        (one["label"], [note["label"] for note in one.get("notes", ()) if "track" in note["label"]])
        for one in changes(flow)
    ]
    assert told == [
        ("Changed", ["2 tracks added"]),
        ("Changed", ["2 tracks removed"]),
        ("Changed", ["2 tracks added"]),
        ("New playlist", ["6 tracks"]),
    ]
    flow.remove("a.json")
    flow.drain()
    assert changes(flow)[0]["label"] == "Gone"
    dropped(flow, "a.json", EIGHT)
    assert [one["label"] for one in changes(flow)][:2] == ["New playlist", "Gone"]


def test_an_old_playlist_goes_on_the_day_of_what_came_last() -> None:
    flow = Flow()
    dropped(flow, "a.json", SIX)
    flow.s3.wait(100 * DAY)
    dropped(flow, "b.json", playlist("B", SONGS[9:]))
    flow.remove("a.json")
    flow.drain()
    first, *others = changes(flow)
    assert (first["label"], [one["name"] for one in first["things"]]) == ("Gone", ["A"])
    assert [one["label"] for one in others] == ["New playlist"], "A's coming is too long ago"


def test_a_history_that_goes_moves_ranks_as_one_that_comes_and_is_told_so() -> None:
    ann = [track(n, artist="Ann") for n in range(12)]
    bob = [track(n, artist="Bob") for n in range(100, 112)]
    more = [(f"2025-01-0{day} 12:00", "Song 1", "Ann") for day in range(1, 4)]
    most = [(f"2025-02-0{day} 12:00", "Song 100", "Bob") for day in range(1, 6)]
    flow = Flow()
    dropped(flow, "p.json", playlist("P", ann + bob))
    dropped(flow, "h0.json", history(*more, ("2025-01-09 12:00", "Song 100", "Bob")))
    dropped(flow, "h1.json", history(*most))

    def moved() -> list[list[str]]:
        ranks = [one for one in changes(flow) if "ranks" in one["label"]]
        assert {one["label"] for one in ranks} == {
            "Your listening histories changed and moved your ranks"
        }
        return [sorted(note["label"] for note in one["notes"]) for one in ranks]

    both = ["Down from 1 to 2", "Up from 2 to 1"]
    assert moved() == [both]
    ups = [
        note["names"]
        for note in changes(flow)[0].get("notes", ())
        if note["label"].startswith("Up")
    ]
    assert ups == [["Bob"]]
    flow.remove("h1.json")
    flow.drain()
    assert moved() == [both, both]
    ups = [
        note["names"]
        for note in changes(flow)[0].get("notes", ())
        if note["label"].startswith("Up")
    ]
    assert ups == [["Ann"]]
    dropped(flow, "h1.json", history(*most))
    assert moved() == [both, both, both]


def test_a_going_that_had_to_be_told_again_is_told_once() -> None:
    broken = False

    def gate(name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
        row = call.get("Item", {})
        if broken and name == "dynamodb.PutItem" and row["pk"]["S"] == "LOGGED":
            raise refused("PutItem", "InternalServerError")
        return do()

    flow = Flow(dynamodb_gate=gate)
    dropped(flow, "a.json", SIX)
    broken = True
    flow.remove("a.json")
    with pytest.raises(ClientError, match="InternalServerError"):
        flow.drain()
    broken = False
    flow.s3.wait(DAY)
    flow.drop("b.json", playlist("B", SONGS[9:]))
    [message] = flow.sqs.queue("publish.fifo").messages[:1]
    flow.sqs.lapse("publish.fifo", message.receipt)
    flow.drain()
    log = flow.cloud.catalog.log.entries()
    assert sorted((one.what, one.name) for one in log) == [
        ("gone", "A"),
        ("new", "A"),
        ("new", "B"),
    ]
