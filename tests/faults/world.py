"""A deployment in memory whose workers are stopped at every AWS call and go on when told to.

The use cases are the real ones, on the real catalog, library, inbox, site and queues; below them
are the clients of `tests.memory`. A worker is a coroutine that pauses before each call, so that a
schedule, a list of steps, says exactly what happens in which order, and always the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError
from greenlet import getcurrent, greenlet

from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.inbox import Inbox
from linernotes.messages import (
    PublishHint,
    RefreshHint,
    analyze_hint,
    draw_hint,
    export_hint,
    hint,
)
from linernotes.queues import Queues
from linernotes.site import Site
from linernotes.thresholds import Thresholds
from linernotes.usecases.analyze import analyze
from linernotes.usecases.draw import draw
from linernotes.usecases.ingest import ingest
from linernotes.usecases.publish import publish
from linernotes.usecases.refresh import refresh
from tests.faults.quick import QuickLibrary
from tests.memory.dynamodb import MemoryDynamo, Row
from tests.memory.gate import refused
from tests.memory.s3 import MemoryS3
from tests.memory.sqs import MemorySqs

STAGES = ("ingest", "analyze", "draw", "publish")
# Two tracks make a page, so that pages come and go.
RULES = Thresholds(
    artist_tracks=2,
    artist_tracks_one_liked=2,
    artist_likes=1,
    artist_tracks_likes_unknown=2,
    label_tracks=2,
)
_NOW = datetime(2026, 11, 24, tzinfo=UTC)
_LONG = 100_000  # calls; no worker makes as many

type Order = Literal["go", "throttled", "lost", "twice"]


class Death(BaseException):
    """The process is gone: nothing may catch this."""


@dataclass(eq=False)
class Worker:
    """A worker on a message: paused before its next call, or done."""

    stage: str
    receipts: list[str]
    thread: greenlet = field(init=False)
    order: Order = "go"
    calls: list[str] = field(default_factory=list)
    next_call: str = ""
    dead: bool = False

    @property
    def done(self) -> bool:
        return bool(self.thread.dead)


class World:
    """A deployment, its inbox, and its workers."""

    def __init__(self, rules: Thresholds = RULES) -> None:
        self.rules = rules
        self.s3 = MemoryS3(frozenset(["inbox"]), self._gate)
        self.dynamodb = MemoryDynamo(self._gate)
        self.sqs = MemorySqs(self._gate)
        self.workers: list[Worker] = []
        self.now = _NOW
        self.wrong: list[BaseException] = []
        self.site_calls = 0
        self._tokens = 0
        self._current: Worker | None = None
        self._main = getcurrent()
        self._handlers: dict[str, Callable[..., object]] = {
            "ingest": ingest,
            "analyze": analyze,
            "draw": draw,
            "publish": publish,
            "refresh": refresh,
        }

    def copy(self) -> World:
        """A deployment in the same state; its rows, versions and messages' bodies never change."""
        assert not self.workers, "what a worker does cannot be copied"
        other = World(self.rules)
        other.now, other._tokens = self.now, self._tokens
        other.s3.restore(self.s3)
        other.dynamodb.rows = {pk: dict(rows) for pk, rows in self.dynamodb.rows.items()}
        other.sqs.restore(self.sqs)
        return other

    # What the owner and the world do.

    def drop(self, key: str, body: bytes) -> None:
        """Put an export, and tell of it."""
        self.s3.put_object(Bucket="inbox", Key=key, Body=body)
        self.tell(key)

    def remove(self, key: str) -> None:
        """Delete an export, and tell of it."""
        self.s3.delete_object(Bucket="inbox", Key=key)
        self.tell(key)

    def forget(self, key: str, place: int) -> None:
        """Delete one version, or one deletion, for good: 0 is the newest; and tell of it."""
        entries = self.s3.buckets.get("inbox", {}).get(key, [])
        if entries:
            version = entries[place % len(entries)].version
            self.s3.delete_object(Bucket="inbox", Key=key, VersionId=version)
            self.tell(key)

    def tell(self, key: str) -> None:
        """Queue what EventBridge would."""
        event = {
            "source": "aws.s3",
            "detail": {"bucket": {"name": "inbox"}, "object": {"key": key}},
        }
        self.sqs.send_message(QueueUrl="ingest", MessageBody=json.dumps(event))

    def wake(self) -> None:
        """Wake the publisher, as refresh does: an empty library has a site too."""
        self.cloud().queues.publish(f"wake {self._token()}", "")

    def day(self) -> None:
        """A day goes by: no worker of today lives, tombstones and deduplication ids are gone."""
        for worker in [*self.workers]:
            self.kill(worker)
        self.now += timedelta(days=1, minutes=1)
        for row in self.dynamodb.all():
            if "expires" in row and int(row["expires"]["N"]) <= self.now.timestamp():
                self.dynamodb.remove(row["pk"]["S"], row["sk"]["S"])
        for queue in self.sqs.queues.values():
            queue.seen.clear()

    # What workers do.

    def start(self, stage: str, pick: int = 0) -> Worker | None:
        """Let a worker take up the message at place `pick` of those visible, and pause.

        The publisher takes up to ten, in order.
        """
        url = address(stage)
        visible = self.sqs.queue(url).visible()
        if not visible:
            return None
        taken = visible[:10] if stage == "publish" else [visible[pick % len(visible)]]
        bodies = [one.body for one in taken]
        worker = Worker(stage, [self.sqs.take(one) for one in taken])
        worker.thread = greenlet(lambda: self._work(worker, bodies), self._main)
        self.workers.append(worker)
        self._switch(worker)
        return worker

    def night(self) -> Worker:
        """Let refresh begin, and pause; nobody tries a night again, the next one does."""
        worker = Worker("refresh", [])
        worker.thread = greenlet(lambda: self._work(worker, [""]), self._main)
        self.workers.append(worker)
        self._switch(worker)
        return worker

    def go(self, worker: Worker, calls: int = _LONG, order: Order = "go") -> None:
        """Let a worker make some calls; `order` is what comes of the first."""
        worker.order = order
        for _ in range(calls):
            if worker.done:
                break
            self._switch(worker)
        if worker.done and worker in self.workers:
            self.workers.remove(worker)

    def until(self, worker: Worker, words: str) -> None:
        """Let a worker go on until the call that it would make next is about `words`."""
        while not worker.done and words not in worker.next_call:
            self.go(worker, 1)

    def kill(self, worker: Worker) -> None:
        """The worker's process dies before its next call; its messages come back."""
        worker.dead = True
        if not worker.done:
            worker.thread.throw(Death)
        self.workers.remove(worker)
        self._give_back(worker)

    def lapse(self, worker: Worker) -> None:
        """The worker's message is delivered to others while it sleeps.

        A publisher has been stopped by then: its queue is FIFO, and hides what is in flight for six
        times as long as a function may take.
        """
        if worker.stage == "publish":
            self.kill(worker)
        else:
            self._give_back(worker)

    def drain(self, most: int = 2000) -> None:
        """Let workers have messages until there are none; raises `AssertionError` at no end."""
        for _ in range(most):
            for stage in STAGES:
                if worker := self.start(stage):
                    self.go(worker)
                    break
            else:
                return
        raise AssertionError("the queues do not run dry")

    def settle(self) -> None:
        """Drain; then let those go on who were slow, or taken for dead; and drain again."""
        self.drain()
        for worker in [*self.workers]:
            self.go(worker)
            self.drain()

    # How it stands.

    @property
    def site(self) -> dict[str, bytes]:
        """Every object of the site."""
        return self.s3.objects("site")

    def rows(self, *prefixes: str) -> list[Row]:
        """The rows whose partition begins so, as they are read: no fences and no tombstones."""
        return [
            {
                name: value
                for name, value in row.items()
                if name not in ("gen", "rev", "attempt", "rows")
            }
            for row in self.dynamodb.all()
            if row["pk"]["S"].startswith(prefixes) and "expires" not in row
        ]

    def cloud(self) -> Cloud:
        """The deployment as a fresh process sees it."""
        s3, dynamodb, sqs = cast(Any, self.s3), cast(Any, self.dynamodb), cast(Any, self.sqs)
        library = QuickLibrary(s3, "library")
        return Cloud(
            inbox=Inbox(s3, "inbox"),
            library=library,
            catalog=Catalog(Table(dynamodb, "catalog"), library),
            site=Site(s3, "site"),
            queues=Queues(sqs, *(address(stage) for stage in STAGES)),
            now=lambda: self.now,
            token=self._token,
            thresholds=self.rules,
        )

    def _token(self) -> str:
        self._tokens += 1
        return f"token {self._tokens}"

    def _work(self, worker: Worker, bodies: Sequence[str]) -> None:
        try:
            cloud = self.cloud()
            # One run of the publisher answers all the messages that it is woken by.
            several = (len(bodies),) if worker.stage == "publish" else ()
            for body in bodies[:1] if several else bodies:
                self._handlers[worker.stage](_read(worker.stage, body), cloud, *several)
            for receipt in worker.receipts:
                self.sqs.delete_message(QueueUrl=address(worker.stage), ReceiptHandle=receipt)
        except Death:
            pass
        except (Retry, ClientError, BotoCoreError):
            self._give_back(worker)
        except Exception as error:  # a mistake of ours: the schedule fails with it at the end
            self.wrong.append(error)
            self._give_back(worker)

    def _give_back(self, worker: Worker) -> None:
        for receipt in worker.receipts:
            self.sqs.lapse(address(worker.stage), receipt)

    def _switch(self, worker: Worker) -> None:
        before, self._current = self._current, worker
        worker.thread.switch()
        self._current = before

    def _gate(self, name: str, call: dict[str, Any], do: Callable[[], Any]) -> Any:
        if call.get("Bucket") == "site":
            self.site_calls += 1
        worker = self._current
        if worker is None:
            return do()
        worker.next_call = f"{name} {_about(call)}"
        self._main.switch()
        if worker.dead:
            raise Death  # what a dying process tidies up makes no calls
        worker.calls.append(name)
        order, worker.order = worker.order, "go"
        return _obey(order, name, do)


def address(stage: str) -> str:
    """A queue's address."""
    return f"{stage}.fifo" if stage == "publish" else stage


def _about(call: dict[str, Any]) -> str:
    """What a call is about: the first row, object or queue that it names."""
    if "Bucket" in call:
        return f"{call['Bucket']}/{call.get('Key', '')}"
    if "QueueUrl" in call:
        return str(call["QueueUrl"])
    row = call.get("Item") or call.get("Key")
    for writes in call.get("RequestItems", {}).values():
        first = writes["Keys"][0] if "Keys" in writes else writes[0]
        row = first if "pk" in first else next(iter(first.values())).get("Item") or {}
    return f"{row['pk']['S']}/{row['sk']['S']}" if row and "pk" in row else ""


def _read(stage: str, body: str) -> Any:
    if stage == "refresh":
        return RefreshHint()
    if stage == "ingest":
        return export_hint(body, "inbox")
    if stage == "draw":
        return draw_hint(body)
    return hint(PublishHint, body) if stage == "publish" else analyze_hint(body)


def _obey(order: Order, name: str, do: Callable[[], Any]) -> Any:
    service, operation = name.split(".")
    if order == "throttled":
        raise refused(operation, "SlowDown" if service == "s3" else "ThrottlingException")
    answer = do()
    if order == "lost":
        raise ReadTimeoutError(endpoint_url=service)
    # botocore sends again when a reply is lost; a transaction carries a token that makes it one.
    return do() if order == "twice" and not operation.startswith("Transact") else answer
