"""Catalog and site made anew from the inbox and the ledger, stage by stage.

A stage begins when the one before it has nothing left to do. So a playlist is analyzed when every
export has told what it knows of its tracks, and published when its figures stand: nothing that is
known in part leaves a trace in the ledger, and the end is what it was, byte for byte.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Protocol

from linernotes.catalog import ledger
from linernotes.cloud import Cloud
from linernotes.models import Model
from linernotes.usecases import inventory
from linernotes.usecases.waiting import LEFT, SITE

STAGES = ("Ingest", "Analyze", "Draw", "Publish")


class Workers(Protocol):
    """The functions of a deployment, by stage (`Ingest`)."""

    def stop(self, stage: str) -> None:
        """Let a stage take no more messages; returns when it works on none."""

    def go_on(self, stage: str) -> None:
        """Let a stage take messages again."""

    def rest(self, stages: Sequence[str]) -> None:
        """Wait until these stages, which are going, have nothing left to do."""


class Rebuilt(Model):
    """How many rows were forgotten and how many exports were read anew.

    `left` are objects of the site that belonged to nothing, `missing` those that were not there.
    """

    rows: int
    exports: int
    left: int
    missing: int


def rebuild(cloud: Cloud, workers: Workers, say: Callable[[str], None] = lambda _: None) -> Rebuilt:
    """Make everything anew; whatever happens, all stages go on in the end.

    Who is interrupted leaves a catalog that lacks exports. Rebuilding again mends it.
    """
    say("finishing what is under way")
    for stage in STAGES:
        workers.go_on(stage)  # one that was killed may have left them off
    workers.rest(STAGES)
    with contextlib.ExitStack() as stopped:
        for stage in STAGES:
            say(f"stopping {stage.lower()}")
            # Noted first: who is interrupted does not know whether it stopped.
            stopped.callback(workers.go_on, stage)
            workers.stop(stage)
        say("forgetting all but the ledger")
        rows = ledger.keep_alone(cloud.catalog.table)
        keys = [listed.key for listed in cloud.inbox.listing()]
        cloud.queues.ingest(keys, "")
        # Where the inbox is empty nobody else would: its site has pages too.
        cloud.queues.publish(cloud.token(), "")
        for stage in STAGES:
            say(f"{stage.lower()}, {len(keys):,} exports")
            workers.go_on(stage)
            workers.rest([stage])
    # Publish asks for figures of artists and labels, which come back to it.
    workers.rest(STAGES)
    found = inventory.take(cloud)
    if not found.clean:
        say("clearing up")
        cloud.catalog.dirt.put([SITE, LEFT], cloud.token())
        cloud.queues.publish(cloud.token(), "")
        workers.rest(STAGES)
    missing = sum(map(len, found.missing.values()))
    return Rebuilt(rows=rows, exports=len(keys), left=len(found.left), missing=missing)
