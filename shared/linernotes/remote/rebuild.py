"""`linernotes rebuild`: catalog and site anew, from the inbox and the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console

from linernotes.errors import Halt
from linernotes.local import drive
from linernotes.local.progress import Progress
from linernotes.remote.stack import EndpointUrl, StackName, cloud_of, find
from linernotes.stack import Stack
from linernotes.usecases import rebuild as anew

_PAUSE = 2.0  # seconds between two looks
_LOOKS = 3  # that must find nothing: what SQS counts is some seconds old
_PATIENCE = 1800  # seconds in which a stage finishes what it has: twice the longest function
_OUT = Console(highlight=False)
_ERR = Console(stderr=True, highlight=False)


@dataclass(frozen=True)
class Mappings:
    """What feeds each stage's function from its queue, to turn off and on."""

    stack: Stack
    tell: Callable[[str], None]
    pause: float = _PAUSE

    def stop(self, stage: str) -> None:
        """Turn a stage off, and wait until no message is being worked on."""
        self._turn(stage, on=False)
        self._wait_for([stage], [drive.IN_FLIGHT], _PATIENCE)

    def go_on(self, stage: str) -> None:
        """Turn a stage on."""
        self._turn(stage, on=True)

    def rest(self, stages: Sequence[str]) -> None:
        """Wait until these queues hold nothing: however long it takes."""
        self._wait_for(stages, drive.COUNTS, None)

    def _turn(self, stage: str, *, on: bool) -> None:
        functions = self.stack.client("lambda")
        deadline = time.monotonic() + _PATIENCE
        wanted, asked = "Enabled" if on else "Disabled", False
        while True:
            [mapping] = functions.list_event_source_mappings(EventSourceArn=self._queue_arn(stage))[
                "EventSourceMappings"
            ]
            if mapping["State"] == wanted:
                return
            # One that is between two states takes no change.
            if not asked and mapping["State"] in ("Enabled", "Disabled"):
                functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)
                asked = True
                continue
            if time.monotonic() > deadline:
                raise Halt(
                    f"The mapping of {stage.lower()} stays {mapping['State']}. Look at it in the"
                    " Lambda console; it has to be enabled."
                )
            time.sleep(self.pause)

    def _queue_arn(self, stage: str) -> str:
        answer = self.stack.sqs.get_queue_attributes(
            QueueUrl=self.stack.queues[stage], AttributeNames=["QueueArn"]
        )
        return answer["Attributes"]["QueueArn"]

    def _wait_for(
        self, stages: Sequence[str], counts: Sequence[Any], patience: float | None
    ) -> None:
        deadline = None if patience is None else time.monotonic() + patience
        empty = 0
        while empty < _LOOKS:
            left = {one: drive.count(self.stack, self.stack.queues[one], counts) for one in stages}
            self.tell(" · ".join(f"{stage.lower()} {number:,}" for stage, number in left.items()))
            empty = 0 if any(left.values()) else empty + 1
            if deadline is not None and time.monotonic() > deadline:
                raise Halt("Messages are still being worked on. Try again when they are done.")
            if empty < _LOOKS:
                time.sleep(self.pause)


def rebuild(
    stack: StackName,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Make a stack's catalog and site anew from its inbox.

    For a catalog that was damaged or restored from a backup. Work under way is finished, the
    functions are stopped, all rows are deleted but those that the inbox does not tell (addresses of
    pages, standing clusters, the change log), and every export is read again, stage by stage. The
    site can be read meanwhile; what is dropped meanwhile waits. The end is the same, byte for
    byte. An export of which only versions are left that cannot be read loses what it published.

    Ctrl-C lets the functions go on, with a catalog that lacks exports: run it again.

    For example: linernotes rebuild --stack linernotes
    """
    found = find(stack, endpoint_url)
    if not yes:
        typer.confirm(f"Make the catalog and the site of {stack} anew?", abort=True)
    with Progress(_ERR).working("rebuilding") as tell:
        step = ""

        def say(what: str) -> None:
            nonlocal step
            step = what
            tell(step)

        mappings = Mappings(found, lambda left: tell(f"{step} ({left} messages)"))
        done = anew.rebuild(cloud_of(found), mappings, say)
    _OUT.print(f"{done.rows:,} rows forgotten, {done.exports:,} exports read anew.")
    if done.left or done.missing:
        _OUT.print(f"{done.left:,} objects belonged to nothing, {done.missing:,} were missing.")
    if dead := drive.dead_letters(found):
        what = ", ".join(f"{one.stage.lower()} {one.count:,}" for one in dead)
        raise Halt(f"Messages were given up: {what}. `linernotes status --stack {stack}` says why.")
