"""The driver, on a stack with next to nothing in it."""

from __future__ import annotations

import pytest

from linernotes.errors import Halt
from linernotes.local import drive
from tests.local.conftest import RELAY, Stacks
from tests.local.driver import Driver


def test_what_is_dropped_comes_out_when_the_queues_are_empty(relay: Driver) -> None:
    relay.drop("a.json", b"one")
    relay.drop("folder/🎧 a+b%2F c.json", b"two")
    relay.drain()
    assert relay.site() == {"a.json": b"hello one", "folder/🎧 a+b%2F c.json": b"hello two"}
    assert {item["pk"]["S"] for item in relay.items()} == {"a.json", "folder/🎧 a+b%2F c.json"}
    assert relay.dead_letters() == ()


def test_what_is_removed_goes(relay: Driver) -> None:
    relay.drop("a.json", b"one")
    relay.drain()
    relay.remove("a.json")
    relay.drain()
    assert relay.site() == {}


def test_draining_waits_for_every_stage(relay: Driver) -> None:
    for number in range(8):
        relay.drop(f"{number}.json", b"x")
    relay.drain()
    assert len(relay.items()) == 8


def test_draining_tells_what_is_left(relay: Driver) -> None:
    relay.drop("slow.json", b"sleep 0.5")
    seen: list[drive.Backlog] = []
    drive.drain(relay.stack, on_progress=seen.append)
    assert list(seen[0]) == ["Ingest", "Publish"]
    assert seen[0]["Ingest"] == 1
    assert not any(seen[-1].values())


def test_draining_gives_up_when_the_time_is_over(relay: Driver) -> None:
    relay.drop("slow.json", b"sleep 3")
    with pytest.raises(Halt, match=r"Not done after 0 s. Messages left: Ingest 1\."):
        relay.drain(timeout=0.3)


def test_what_cannot_be_done_ends_in_the_dead_letter_queue(stacks: Stacks) -> None:
    relay = stacks(RELAY, visibility=2)
    relay.drop("bad.json", b"poison")
    relay.drop("good.json", b"one")
    relay.drain()
    (dead,) = relay.dead_letters()
    assert (dead.stage, dead.count) == ("Ingest", 1)
    assert "bad.json" in dead.bodies[0]
    assert relay.dead_letters() == (dead,), "a look leaves the letters where they are"
    assert relay.site() == {"good.json": b"hello one"}


def test_a_test_may_have_messages_given_up_sooner_or_later(stacks: Stacks) -> None:
    relay = stacks(RELAY, visibility=1)
    relay.give_up_after(2)
    relay.drop("bad.json", b"poison")
    relay.drain()
    attempts = [line for line in relay.logs() if line.startswith("ValueError")]
    assert len(attempts) == 2
    assert [dead.stage for dead in relay.dead_letters()] == ["Ingest"]


def test_an_export_dropped_again_is_worked_on_again(relay: Driver) -> None:
    relay.drop("a.json", b"one")
    relay.drain()
    relay.stack.s3.delete_object(Bucket=relay.stack.outputs["SiteBucketName"], Key="a.json")
    drive.drop_again(relay.stack)
    relay.drain()
    assert relay.site() == {"a.json": b"hello one"}


def test_stacks_side_by_side_do_not_see_each_other(stacks: Stacks) -> None:
    one, two = stacks(RELAY), stacks(RELAY, parameters={"Greeting": "bye"})
    one.drop("a.json", b"one")
    two.drop("b.json", b"two")
    one.drain()
    two.drain()
    assert one.site() == {"a.json": b"hello one"}
    assert two.site() == {"b.json": b"bye two"}


def test_the_strict_engine_lets_a_function_do_what_its_policies_say(stacks: Stacks) -> None:
    relay = stacks(RELAY, auth=True)
    relay.drop("a.json", b"one")
    relay.drain()
    assert relay.site() == {"a.json": b"hello one"}
    assert relay.dead_letters() == ()


def test_what_functions_log_can_be_read(stacks: Stacks) -> None:
    relay = stacks(RELAY, visibility=2)
    relay.drop("bad.json", b"poison")
    relay.drain()
    assert any("ValueError" in line for line in relay.logs())
