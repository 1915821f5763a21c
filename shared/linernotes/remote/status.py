"""`linernotes status`: what a deployed stack holds, what it has yet to do, what it gave up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from linernotes.cloud import Cloud
from linernotes.local import drive
from linernotes.local.progress import plain
from linernotes.models import Model
from linernotes.remote.stack import EndpointUrl, StackName, cloud_of, find
from linernotes.stack import Stack
from linernotes.usecases.waiting import KINDS

_OUT = Console(highlight=False)
_LONGEST_EXAMPLE = 300  # characters of a message that was given up


class GivenUp(Model):
    """Messages of a stage that were tried five times: how many, and what up to ten of them say."""

    stage: str
    count: int
    examples: tuple[str, ...]


class Refused(Model):
    """An export whose newest version was not read, and why."""

    export: str
    reason: str


class Status(Model):
    """A stack at one moment.

    `waiting` are messages by stage, visible, delayed or being worked on; `dirty` counts pages that
    wait for the publisher; `pages` counts those that stand, by kind.
    """

    stack: str
    site: str
    exports: int
    refused: tuple[Refused, ...]
    pages: dict[str, int]
    waiting: dict[str, int]
    dirty: int
    given_up: tuple[GivenUp, ...]


def status(
    stack: StackName,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Say what a deployed stack holds, what it has yet to do, and what it gave up.

    Exit code 1 if it gave up anything.

    For example: linernotes status --stack linernotes
    """
    found = find(stack, endpoint_url)
    now = look(found, cloud_of(found))
    if as_json:
        _OUT.file.write(
            json.dumps(now.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        )
    else:
        for line in lines(now):
            _OUT.print(plain(line), soft_wrap=True)
    if now.given_up:
        raise typer.Exit(1)


def look(stack: Stack, cloud: Cloud) -> Status:
    """The state of a stack; several reads, so that a busy one changes meanwhile."""
    inbox = cloud.catalog.rows.inbox()
    return Status(
        stack=stack.name,
        site=stack.outputs["SiteUrl"],
        exports=len(inbox),
        refused=tuple(
            Refused(export=one.key, reason=one.refusals[0].reason) for one in inbox if one.refusals
        ),
        pages={
            "playlist": len(cloud.catalog.shelves.playlists()),
            **{kind: len(cloud.catalog.shelves.entities(kind)) for kind in KINDS},
        },
        waiting={stage.lower(): count for stage, count in drive.backlog(stack).items()},
        dirty=len(cloud.catalog.dirt.read()),
        given_up=tuple(
            GivenUp(stage=one.stage.lower(), count=one.count, examples=one.bodies)
            for one in drive.dead_letters(stack)
        ),
    )


def lines(now: Status) -> Iterator[str]:
    """The state in words."""
    yield f"{now.stack}: {now.site}"
    pages = ", ".join(f"{count:,} {kind}s" for kind, count in now.pages.items())
    yield f"pages: {pages}"
    yield f"exports: {now.exports:,}, of which {len(now.refused):,} refused"
    for one in now.refused:
        yield f"  {one.export}: {one.reason}"
    if any(now.waiting.values()) or now.dirty:
        messages = ", ".join(f"{stage} {count:,}" for stage, count in now.waiting.items() if count)
        yield f"to do: {messages or 'no message'}; pages that wait for the publisher: {now.dirty:,}"
    else:
        yield "to do: nothing"
    for letters in now.given_up:
        yield f"given up by {letters.stage}: {letters.count:,} messages, tried five times each"
        for example in letters.examples[:1]:
            yield f"  for example {example[:_LONGEST_EXAMPLE]}"
    if now.given_up:
        yield f"The logs say why. `linernotes redrive --stack {now.stack}` tries them again."
