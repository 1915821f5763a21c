"""The whole stack with calls that fail and workers that die: it ends as if nothing had been.

Between the workers and the engine stands a proxy (`tests.local.proxy`). Each scenario changes a
published library while its rules hold, waits until the queues are empty, and compares the site with
that of a stack to which nothing happened.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from linernotes.local import drive, engine
from linernotes.local.engine import REGION, Engine
from linernotes.remote.redrive import redrive
from linernotes.remote.stack import cloud_of
from tests.aws.exports import library, playlist, track
from tests.links import dead_links
from tests.local.conftest import Stacks
from tests.local.driver import Driver
from tests.local.proxy import Fault, Proxy, Rule, proxying

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]

COMES_BACK = 8  # seconds after which a dead worker's message does

BEFORE = {
    "mine.json": playlist("Mine", [track(n, artist="Ann") for n in range(12)]),
    "gone.json": playlist("Gone", [track(n, artist="Bob") for n in range(40, 44)]),
}
# Clusters, artists that gain and lose their pages, hearts, a playlist more and one less. Nobody's
# tracks come with two exports: clusters go on from those of fewer tracks, so the order would show.
THEN = {
    "mine.json": playlist("Mine", [track(n, artist="Cat") for n in range(32)]),
    "more.json": playlist("More", [track(n, artist="Dan") for n in range(50, 62)]),
    "YourLibrary.json": library(
        [track(3, artist="Cat"), track(5, artist="Cat"), track(51, artist="Dan")]
    ),
}
PAGES = {"ArtistTracks": "10", "ArtistTracksLikesUnknown": "10"}

WRITES = r"dynamodb\.(PutItem|BatchWriteItem|TransactWriteItems|DeleteItem)"
STAGES = ("Ingest", "Analyze", "Draw", "Publish")
# What a storm is made of, and how often each may strike: a message is given up after five tries.
STORM: tuple[Fault, ...] = ("throttled", "dropped", "lost", "twice", "late")
DEADLY: tuple[Fault, ...] = ("refused", "killed before", "killed after")


def storm(seed: int) -> list[Rule]:
    """Faults of all kinds, at calls of each stage that the seed alone decides."""
    chance = random.Random(seed)
    mild = [
        Rule(fault, first=chance.randint(1, 20), every=chance.randint(15, 40), most=10)
        for fault in STORM
    ]
    deadly = [
        Rule(chance.choice(DEADLY), stage=stage, first=chance.randint(1, 12)) for stage in STAGES
    ]
    return deadly + mild


SCENARIOS: dict[str, Callable[[], list[Rule]]] = {
    "the table is throttled": lambda: [
        Rule("throttled", r"dynamodb\.", first=2, every=4, most=30),
    ],
    "the buckets and the queues are throttled": lambda: [
        Rule("throttled", r"s3\.", first=3, every=5, most=30),
        Rule("throttled", r"sqs\.SendMessage", every=2, most=8),
    ],
    "connections break before calls arrive": lambda: [Rule("dropped", first=4, every=7, most=60)],
    "replies are lost": lambda: [
        Rule("lost", WRITES, every=3, most=30),
        Rule("lost", r"s3\.(PutObject|DeleteObjects)", first=2, every=5, most=20),
        Rule("lost", r"sqs\.SendMessage", every=2, most=6),
    ],
    "calls are made twice": lambda: [Rule("twice", every=3, most=300)],
    "calls arrive late": lambda: [Rule("late", first=5, every=17, most=25)],
    "credentials are refused for a moment": lambda: [
        Rule("refused", stage=stage, first=first)
        for stage, first in zip(STAGES, (7, 4, 5, 9), strict=True)
    ],
    "ingest dies between intent and rows": lambda: [
        Rule("killed after", WRITES, "Ingest", first=2),
        Rule("killed before", WRITES, "Ingest", first=9),
    ],
    "each stage dies before it sends on": lambda: [
        *(Rule("killed before", r"sqs\.SendMessage", stage) for stage in STAGES[:3]),
        Rule("killed before", r"dynamodb\.DeleteItem", "Publish"),
    ],
    "each stage dies when it has sent on": lambda: [
        *(Rule("killed after", r"sqs\.SendMessage", stage) for stage in STAGES[:3]),
        Rule("killed after", r"dynamodb\.DeleteItem", "Publish"),
    ],
    "the publisher dies amid its pages": lambda: [
        Rule("killed after", r"s3\.PutObject", "Publish", first=5),
        Rule("killed before", r"s3\.DeleteObjects", "Publish"),
    ],
    "analyze and draw die over what they made": lambda: [
        Rule("killed before", WRITES, "Analyze"),
        Rule("killed before", WRITES, "Draw"),
        Rule("killed after", r"s3\.PutObject", "Draw", first=3),
    ],
    "a storm": lambda: storm(1),
    "another storm": lambda: storm(2),
}


@dataclass(frozen=True)
class Behind:
    """An engine whose workers call it through a proxy."""

    proxy: Proxy
    engine: Engine


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    with (
        proxying() as proxy,
        engine.running(worker_endpoint=proxy.address) as running,
    ):
        proxy.upstream = running.endpoint
        yield Behind(proxy, running)


@pytest.fixture
def changing(behind: Behind, stacks: Stacks) -> Iterator[Callable[..., Driver]]:
    """Publishes a library, and another in its place while rules hold."""
    made: list[Driver] = []

    def change(*rules: Rule) -> Driver:
        stack = stacks(on=behind.engine, parameters=PAGES, visibility=COMES_BACK)
        made.append(stack)
        for key, body in BEFORE.items():
            stack.drop(key, body)
        stack.drain()
        with behind.proxy.rules_are(*rules):
            for key, body in THEN.items():
                stack.drop(key, body)
            stack.remove("gone.json")
            stack.drain()
        return stack

    yield change
    for stack in made:
        stack.destroy()


_UNTOUCHED: list[dict[str, bytes]] = []


@pytest.fixture
def untouched(changing: Callable[..., Driver]) -> dict[str, bytes]:
    """The site of a stack to which nothing happened."""
    if not _UNTOUCHED:
        _UNTOUCHED.append(changing().site())
    return _UNTOUCHED[0]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_whatever_happens_to_calls_and_workers_the_site_is_the_same(
    changing: Callable[..., Driver], untouched: dict[str, bytes], scenario: str
) -> None:
    assert {"artists/cat/clusters/index.html", "artists/dan/index.html"} <= untouched.keys()
    assert "artists/ann/index.html" not in untouched
    rules = SCENARIOS[scenario]()
    stack = changing(*rules)
    assert all(rule.hits for rule in rules), "each rule was of use"
    assert stack.dead_letters() == ()
    site = stack.site()
    differ = [path for path in site.keys() | untouched if site.get(path) != untouched.get(path)]
    assert sorted(differ) == []
    assert dead_links(site) == []


def test_what_always_fails_is_given_up_after_five_tries_and_goes_through_when_it_is_put_back(
    behind: Behind,
    stacks: Stacks,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stack = stacks(on=behind.engine, parameters=PAGES, visibility=COMES_BACK)
    stack.drop("gone.json", BEFORE["gone.json"])
    stack.drain()
    cloud = cloud_of(stack.stack)
    [shelf] = cloud.catalog.shelves.playlists()
    forever = 1_000_000
    with behind.proxy.rules_are(
        # All that any function does begins with the table. A failed message cannot be put off
        # either, so that it comes back soon.
        Rule("refused", r"dynamodb\.", most=forever),
        Rule("refused", r"sqs\.ChangeMessageVisibility", most=forever),
    ):
        stack.drop("more.json", THEN["more.json"])
        cloud.queues.analyze([shelf.pid], "poison")
        cloud.queues.draw([shelf.pid], "poison")
        cloud.queues.publish("poison", "poison")
        stack.drain()
    dead = {one.stage: one.count for one in stack.dead_letters()}
    assert dead == dict.fromkeys(STAGES, 1)
    failures = Counter(
        (told["message_id"], told["received"])
        for line in stack.logs()
        if line.startswith("{") and (told := json.loads(line)).get("message") == "failed"
    )
    messages = {message for message, _ in failures}
    assert len(messages) == len(STAGES)
    assert failures == {(one, tries): 1 for one in messages for tries in range(1, 6)}
    assert all(over(alarm, stack) for alarm in alarms(stack).values())

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", stack.stack.account)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_REGION", REGION)
    redrive(stack.stack.name, stack.stack.endpoint)
    assert capsys.readouterr().out.splitlines() == [
        f"{stage.lower()}: 1 put back" for stage in stack.stack.dead_letter_queues
    ]
    stack.drain()
    assert stack.dead_letters() == ()
    assert not any(over(alarm, stack) for alarm in alarms(stack).values())
    assert "playlists/more/index.html" in stack.site()
    stack.destroy()


def alarms(stack: Driver) -> dict[str, Any]:
    """The alarms of the dead-letter queues, by stage, as they were deployed."""
    found = stack.stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {
        stage: next(
            one
            for one in found
            if one["MetricName"] == "ApproximateNumberOfMessagesVisible"
            and one["Dimensions"] == [{"Name": "QueueName", "Value": url.rpartition("/")[2]}]
        )
        for stage, url in stack.stack.dead_letter_queues.items()
    }


def over(alarm: dict[str, Any], stack: Driver) -> bool:
    """Whether an alarm of a queue would go off.

    The engine keeps no metrics of queues. CloudWatch's counts what the queue's attribute does.
    """
    [name] = [one["Value"] for one in alarm["Dimensions"]]
    url = stack.stack.sqs.get_queue_url(QueueName=name)["QueueUrl"]
    visible = drive.count(stack.stack, url, ["ApproximateNumberOfMessages"])
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    return bool(visible > alarm["Threshold"])
