"""A deployment on the embedded engine whose stages are run here, so that their work is seen.

Buckets and table are the engine's; the queues are lists. What a stage costs is then this process's
own time and calls, without the engine's.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from linernotes.cloud import Cloud
from linernotes.local import deploy, engine
from linernotes.messages import ExportHint, PublishHint
from linernotes.queues import Queues
from linernotes.remote.stack import cloud_of
from linernotes.stack import Stack
from linernotes.usecases.analyze import analyze
from linernotes.usecases.draw import draw
from linernotes.usecases.ingest import ingest
from linernotes.usecases.publish import publish

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """Calls by operation, seconds of this process's processor, seconds by the clock."""

    calls: Counter[str]
    cpu: float
    wall: float


@dataclass
class Hand:
    """The stages of a stack, driven by hand."""

    cloud: Cloud
    stack: Stack
    waiting: dict[str, deque[Any]] = field(default_factory=dict)

    def drop(self, key: str, body: bytes) -> None:
        """Put an export; nobody is told but us."""
        self.cloud.inbox.put(key, body)
        self.waiting["ingest"].append(ExportHint(key=key))

    def drain(self) -> None:
        """Run the stages until nothing waits; a hint that waits already counts once."""
        work = {"ingest": ingest, "analyze": analyze, "draw": draw, "publish": publish}
        while any(self.waiting.values()):
            for stage, run in work.items():
                hints = dict.fromkeys(self.waiting[stage])
                self.waiting[stage].clear()
                for hint in hints:
                    run(hint, self.cloud)  # type: ignore[operator]  # each takes its own hints

    @contextmanager
    def measured(self) -> Iterator[list[Cost]]:
        """What the block costs, in the list when it is over."""
        found: list[Cost] = []
        calls: Counter[str] = Counter()

        def note(event_name: str, **_: Any) -> None:
            calls[event_name.removeprefix("after-call.")] += 1

        clients = (self.stack.s3, self.stack.dynamodb)
        for client in clients:
            client.meta.events.register("after-call", note)
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            yield found
        finally:
            spent = time.process_time() - cpu, time.perf_counter() - wall
            for client in clients:
                client.meta.events.unregister("after-call", note)
            found.append(Cost(calls, *spent))


class _Lists(Queues):
    """Queues that keep their hints in lists of ours."""

    waiting: dict[str, deque[Any]]

    def _send(self, url: str, hints: Iterable[Any]) -> None:
        self.waiting[url].extend(hints)

    def publish(self, token: str, correlation: str) -> None:
        self.waiting["publish"].append(PublishHint())


@contextmanager
def hand() -> Iterator[Hand]:
    """A fresh deployment; its own functions are told of nothing."""
    with engine.running() as running:
        stack = deploy.deploy(running, _ROOT / "template.yaml")
        stack.client("events").disable_rule(Name=stack.outputs["InboxRuleName"])
        waiting: dict[str, deque[Any]] = {
            stage: deque() for stage in ("ingest", "analyze", "draw", "publish")
        }
        queues = _Lists(stack.sqs, "ingest", "analyze", "draw", "publish")
        object.__setattr__(queues, "waiting", waiting)
        yield Hand(replace(cloud_of(stack), queues=queues), stack, waiting)
