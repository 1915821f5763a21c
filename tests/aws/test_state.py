"""What stands is what the newest readable version of each key says, whatever the events did."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from linernotes import aws
from linernotes.identity import export_id, playlist_id
from linernotes.labels import split
from linernotes.messages import ExportHint
from linernotes.slugs import slug_with_suffix
from linernotes.usecases.ingest import ingest
from tests.aws.exports import library, playlist, track
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

OVERVIEW = "playlists/mine/overview.md"


def mine(*numbers: int) -> bytes:
    return playlist("Mine", [track(n) for n in numbers])


def test_a_dropped_playlist_becomes_pages(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drain()
    site = stack.site()
    assert {
        OVERVIEW,
        "playlists/mine/index.html",
        "playlists/mine/clusters/overview.md",
        "playlists/mine/clusters/index.html",
        "README.md",
        "index.html",
        "inbox.md",
        "inbox/index.html",
        "404.html",
    } <= site.keys()
    assert "Song 2" in site[OVERVIEW].decode()
    assert "Mine" in site["README.md"].decode()


def test_nothing_is_dirty_and_nothing_is_queued_at_the_end(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drain()
    assert stack.rows("DIRTY") == []
    assert stack.rows("RUN") == []
    assert not any(stack.receive(stage) for stage in stack.urls)


def test_the_same_bytes_again_write_nothing_to_the_site(
    stack: Stack, site_writes: list[str]
) -> None:
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drain()
    rows = stack.rows()
    site_writes.clear()
    stack.drop("mine.json", mine(1, 2, 3))
    stack.tell("mine.json")
    stack.drain()
    assert site_writes == []
    assert stack.rows() == rows


def test_a_change_writes_only_what_depends_on_it(stack: Stack, site_writes: list[str]) -> None:
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drop("other.json", playlist("Other", [track(9)]))
    stack.drain()
    site_writes.clear()
    stack.drop("mine.json", mine(1, 2, 3, 4))
    stack.drain()
    assert OVERVIEW in site_writes
    assert not [path for path in site_writes if "playlists/other" in path or "assets" in path]


def test_a_deletion_takes_its_pages_and_nothing_else(stack: Stack) -> None:
    stack.drop("other.json", playlist("Other", [track(9)]))
    stack.drain()
    before = stack.site()
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drain()
    stack.remove("mine.json")
    stack.drain()
    assert stack.site() == before


def test_the_links_to_a_page_go_before_the_page(stack: Stack, site_writes: list[str]) -> None:
    stack.drop("mine.json", mine(1, 2, 3))
    stack.drain()
    site_writes.clear()
    stack.remove("mine.json")
    stack.drain()
    gone = site_writes.index(f"DELETE {OVERVIEW}")
    assert site_writes.index("README.md") < gone
    assert site_writes.index("inbox.md") < gone


def test_deleting_an_old_version_keeps_the_playlist(stack: Stack) -> None:
    old = stack.drop("mine.json", mine(1))
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    before = stack.site()
    stack.remove("mine.json", version=old)
    stack.drain()
    assert stack.site() == before


def test_deleting_the_delete_marker_brings_the_playlist_back(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    before = stack.site()
    marker = stack.remove("mine.json")
    stack.drain()
    assert OVERVIEW not in stack.site()
    stack.remove("mine.json", version=marker)
    stack.drain()
    assert stack.site() == before


def test_deleting_the_newest_version_brings_the_one_before_back(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    before = stack.site()
    newest = stack.drop("mine.json", mine(3))
    stack.drain()
    stack.remove("mine.json", version=newest)
    stack.drain()
    assert stack.site() == before


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 4))]
)
def test_events_may_come_twice_late_and_out_of_order(
    new_stack: Callable[[], Stack], seed: int
) -> None:
    straight = new_stack()
    straight.drop("mine.json", mine(1, 2))
    straight.drop("other.json", playlist("Other", [track(9)]))
    straight.drain()
    expected = straight.site()

    stack, order = new_stack(), random.Random(seed)
    stack.drop("mine.json", mine(7, 8), tell=False)
    stack.drop("other.json", playlist("Other", [track(5)]), tell=False)
    stack.drop("gone.json", playlist("Gone", [track(6)]), tell=False)
    if seed % 2:
        stack.tell("gone.json")
        stack.drain(order)
    stack.remove("gone.json", tell=False)
    stack.drop("other.json", playlist("Other", [track(9)]), tell=False)
    stack.drop("mine.json", mine(1, 2), tell=False)
    events = ["mine.json", "mine.json", "other.json", "gone.json", "gone.json"]
    order.shuffle(events)
    for key in events:
        stack.tell(key)
        for _ in range(order.randrange(3)):
            stack.step(order.choice(list(stack.urls)))
    stack.drain(order)
    assert stack.site() == expected


def test_two_changes_within_five_minutes_both_appear(stack: Stack) -> None:
    stack.drop("mine.json", mine(1))
    stack.drain()
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    assert "Song 2" in stack.site()[OVERVIEW].decode()
    stack.drop("mine.json", mine(1))
    stack.drain()
    assert "Song 2" not in stack.site()[OVERVIEW].decode()


def test_garbage_is_refused_and_named_while_the_others_are_published(stack: Stack) -> None:
    stack.drop("rubbish.json", b'{"this is": "no playlist"}')
    stack.drop("mine.json", mine(1))
    stack.drain()
    inbox = stack.site()["inbox.md"].decode()
    assert "rubbish" in inbox
    assert "26 bytes" in stack.site()["inbox/index.html"].decode()
    assert OVERVIEW in stack.site()
    stack.drop("more.json", b"rubbish")
    stack.drain()
    assert "2 exports were refused" in stack.site()["README.md"].decode()


def test_garbage_over_a_good_export_leaves_the_good_one_published(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    before = stack.site()
    stack.drop("mine.json", b"\x89PNG")
    stack.drain()
    after = stack.site()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    inbox = {"inbox.md", "inbox/index.html", "inbox/overview.json"}
    assert changed <= inbox | {"README.md", "index.html", "overview.json"}
    assert "inbox.md" in changed


def test_garbage_above_a_deletion_publishes_nothing(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.remove("mine.json")
    stack.drop("mine.json", b"rubbish")
    stack.drain()
    assert OVERVIEW not in stack.site()
    assert "mine" in stack.site()["inbox.md"].decode()


def test_garbage_that_is_deleted_leaves_no_trace(stack: Stack) -> None:
    stack.drop("mine.json", mine(1))
    stack.drain()
    before = stack.site()
    stack.drop("rubbish.json", b"rubbish")
    stack.drain()
    stack.remove("rubbish.json")
    stack.drain()
    assert stack.site() == before


def test_two_playlists_of_one_name_each_have_their_page(stack: Stack) -> None:
    stack.drop("a.json", playlist("Mine", [track(1)]))
    stack.drain()
    stack.drop("b.json", playlist("Mine", [track(2)]))
    stack.drain()
    site = stack.site()
    second = f"playlists/mine-{_suffix(playlist_id('b.json', 'Mine'))}/overview.md"
    assert "Song 1" in site[OVERVIEW].decode()
    assert "Song 2" in site[second].decode()
    stack.remove("a.json")
    stack.drain()
    site = stack.site()
    assert OVERVIEW not in site, "a slug once published stays that thing's"
    assert "Song 2" in site[second].decode()


def _suffix(pid: str) -> str:
    return slug_with_suffix("Mine", pid).removeprefix("mine-")


def test_memberships_equal_a_recount(stack: Stack) -> None:
    tracks = [
        track(1, artist="Ann", label="XL Recordings"),
        track(2, artist="Ann", label="XL"),
        track(3, artist="Bob", label="Some Records"),
    ]
    stack.drop("mine.json", playlist("Mine", tracks))
    stack.drop("other.json", playlist("Other", tracks[1:]))
    stack.drain()
    pids = {"Mine": playlist_id("mine.json", "Mine"), "Other": playlist_id("other.json", "Other")}
    rows = stack.cloud.catalog.rows

    def counts(entity: str) -> dict[str, int]:
        return {pid: len(body.tracks) for pid, body in rows.memberships(entity)}

    [xl] = split("XL Recordings")
    assert counts("artist#ann") == {pids["Mine"]: 2, pids["Other"]: 1}
    assert counts("artist#bob") == {pids["Mine"]: 1, pids["Other"]: 1}
    assert counts(f"label#{xl.key}") == {pids["Mine"]: 2, pids["Other"]: 1}
    stack.remove("mine.json")
    stack.drain()
    assert counts("artist#ann") == {pids["Other"]: 1}
    assert counts("artist#nobody") == {}


def test_a_worker_that_wakes_up_late_changes_nothing(stack: Stack) -> None:
    """It took the fence, was overtaken by a newer version, and goes on with its rows."""
    stack.drop("mine.json", playlist("Mine", [track(1, artist="Old")]), tell=False)
    overtaken: list[bool] = []

    def asleep() -> datetime:
        if not overtaken:
            overtaken.append(True)
            stack.drop("mine.json", playlist("Mine", [track(2, artist="New")]), tell=False)
            ingest(ExportHint(key="mine.json"), stack.cloud)
        return datetime(2026, 11, 23, tzinfo=UTC)

    ingest(ExportHint(key="mine.json"), replace(stack.cloud, now=asleep))
    assert overtaken
    stack.drain()
    assert "Song 2" in stack.site()[OVERVIEW].decode()
    rows = stack.cloud.catalog.rows
    assert list(rows.memberships("artist#old")) == []
    assert len(list(rows.memberships("artist#new"))) == 1
    head = stack.cloud.catalog.heads.export(export_id("mine.json"))
    assert head is not None
    assert (head.state, head.was) == ("APPLIED", ())


def test_hearts_come_from_every_export_and_go_with_it(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.drain()
    without = stack.site()
    assert "💚" not in without[OVERVIEW].decode()
    stack.drop("YourLibrary.json", library([track(1)]))
    stack.drain()
    assert stack.site()[OVERVIEW].decode().count("💚") >= 2, "the column's head and one heart"
    assert "playlists/liked_tracks/overview.md" in stack.site()
    stack.remove("YourLibrary.json")
    stack.drain()
    assert stack.site() == without


def test_a_heart_inside_one_playlist_shows_in_the_others(stack: Stack) -> None:
    stack.drop("mine.json", mine(1, 2))
    stack.drop("other.json", playlist("Other", [track(1, liked=True), track(3)]))
    stack.drain()
    assert "💚" in stack.site()[OVERVIEW].decode()


def test_an_empty_playlist_has_a_page_that_says_so(stack: Stack) -> None:
    stack.drop("mine.json", playlist("Mine", []))
    stack.drain()
    assert OVERVIEW in stack.site()


def test_messages_of_strangers_are_acknowledged_beside_ours(stack: Stack) -> None:
    for body in (
        "no json",
        '{"Event": "s3:TestEvent"}',
        "[]",
        '{"v": 2, "key": "x"}',
        '{"source": "aws.s3", "detail": {"bucket": {"name": "foreign"}, "object": {"key": "k"}}}',
    ):
        aws.sqs().send_message(QueueUrl=stack.urls["ingest"], MessageBody=body)
    stack.drop("mine.json", mine(1))
    stack.drain()
    assert OVERVIEW in stack.site()


@pytest.mark.parametrize("key", ["a+b%2F c.json", "🎧.json", ".json", "ü" * 500, "a//b/../c.json"])
def test_an_object_key_round_trips_whatever_it_is(stack: Stack, key: str) -> None:
    stack.drop(key, mine(1))
    stack.drain()
    assert OVERVIEW in stack.site()
    stack.remove(key)
    stack.drain()
    assert OVERVIEW not in stack.site()
