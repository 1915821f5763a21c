"""`linernotes backfill`: every export that lies in the inbox goes through the stack again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from linernotes.aws import THREADS
from linernotes.cloud import Cloud
from linernotes.errors import Halt
from linernotes.identity import export_id
from linernotes.local import drive
from linernotes.local.progress import Progress
from linernotes.messages import ExportHint
from linernotes.models import Model
from linernotes.remote.stack import EndpointUrl, StackName, cloud_of, find
from linernotes.stack import Stack

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_TEN = 10  # messages that SQS takes at once
_PATIENCE = 8  # how often those that it did not take are sent again
_LOOKS = 3  # that must find nothing left: what SQS counts is some seconds old
_PAUSE = 2.0  # seconds between two looks
_OUT = Console(highlight=False)
_ERR = Console(stderr=True, highlight=False)


class Backfilled(Model):
    """What became of the exports of the inbox.

    `unfinished` are those that no worker has read to the end; `tracks` are places on playlists.
    """

    exports: int = 0
    read: int = 0
    refused: int = 0
    unfinished: int = 0
    playlists: int = 0
    tracks: int = 0


def backfill(
    stack: StackName,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait until everything is published.")
    ] = True,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Have a stack read every export in its inbox, as if each had just been dropped.

    For an inbox that was filled before the stack was there, or by a copy of another bucket; what
    stands already is found to stand and costs little. The exports are worked on as many side by
    side as the stack's MaximumConcurrency allows. Ctrl-C ends the waiting, not the work.

    For example: linernotes backfill --stack linernotes
    """
    found = find(stack, endpoint_url)
    cloud = cloud_of(found)
    progress = Progress(_ERR)
    keys = [listed.key for listed in cloud.inbox.listing()]
    with progress.working(f"sending {len(keys):,} exports to be read") as tell:
        send(found, keys, lambda sent: tell(f"{sent:,} of {len(keys):,}"))
    if not wait:
        _OUT.print(f"{len(keys):,} exports are waiting to be read.")
        return
    with progress.working("publishing") as tell:
        settle(found, tell)
    told = summary(keys, cloud)
    for line in lines(told):
        _OUT.print(line, soft_wrap=True)
    if told.unfinished:
        raise typer.Exit(1)


def send(stack: Stack, keys: Sequence[str], on_sent: Callable[[int], None] | None = None) -> None:
    """Ask for exports to be read, ten a message; raises `Halt` where SQS does not take them."""
    url = stack.queues["Ingest"]

    def send_ten(some: Sequence[str]) -> int:
        left: list[SendMessageBatchRequestEntryTypeDef] = [
            {"Id": str(number), "MessageBody": ExportHint(key=key).model_dump_json()}
            for number, key in enumerate(some)
        ]
        for again in range(_PATIENCE):
            answer = stack.sqs.send_message_batch(QueueUrl=url, Entries=left)
            failed = {one["Id"] for one in answer.get("Failed", [])}
            if not failed:
                return len(some)
            left = [entry for entry in left if entry["Id"] in failed]
            time.sleep(0.1 * 2**again)
        raise Halt(f"SQS does not take messages for {url}. Run it again: nothing is done twice.")

    sent = 0
    with ThreadPoolExecutor(THREADS) as threads:
        for count in threads.map(send_ten, batched(keys, _TEN)):
            sent += count
            if on_sent:
                on_sent(sent)


def settle(stack: Stack, tell: Callable[[str], None], *, pause: float = _PAUSE) -> None:
    """Wait until no queue holds anything, on some looks in a row."""
    empty = 0
    while empty < _LOOKS:
        left = drive.backlog(stack)
        tell(" · ".join(f"{stage.lower()} {count:,}" for stage, count in left.items()))
        empty = 0 if any(left.values()) else empty + 1
        if empty < _LOOKS:
            time.sleep(pause)


def summary(keys: Sequence[str], cloud: Cloud) -> Backfilled:
    """What the catalog says of these exports."""
    documents = {document.key: document for document in cloud.catalog.rows.inbox()}
    unfinished = cloud.catalog.heads.unfinished(export_id(key) for key in keys)
    known = [documents[key] for key in keys if key in documents]
    return Backfilled(
        exports=len(keys),
        read=sum(bool(document.format) for document in known),
        refused=sum(bool(document.refusals) for document in known),
        unfinished=sum(key not in documents or export_id(key) in unfinished for key in keys),
        playlists=sum(len(document.playlists) for document in known),
        tracks=sum(report.kept for document in known for report in document.playlists),
    )


def lines(told: Backfilled) -> Iterator[str]:
    """That, in words."""
    yield (
        f"{told.exports:,} exports: {told.read:,} read, {told.refused:,} refused;"
        f" {told.playlists:,} playlists with {told.tracks:,} tracks."
    )
    if told.refused:
        yield "The inbox page says what was refused, and why."
    if told.unfinished:
        yield (
            f"{told.unfinished:,} were not read to the end: `linernotes status` says what was"
            " given up."
        )
