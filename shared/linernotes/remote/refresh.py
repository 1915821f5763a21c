"""`linernotes refresh`: what happens every night, now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console

from linernotes.errors import Halt
from linernotes.messages import RefreshHint
from linernotes.remote.stack import EndpointUrl, StackName, find
from linernotes.stack import Stack
from linernotes.usecases.refresh import Refreshed

_LONGEST = 900  # seconds that a function may run
_OUT = Console(highlight=False)
_WORDS = {
    "exports": "exports to be read again",
    "analyses": "playlists whose clusters are to be found again",
    "figures": "playlists whose figures are to be drawn again",
    "missing": "missing objects of the site to be written again",
    "left": "objects of the site that belong to nothing, to be deleted",
    "dirty": "pages that waited for the publisher",
    "asked": "tracks without features that another service was asked for",
    "told": "of these that it knew, dropped into the inbox",
    "pulled": "playlists that changed at Spotify, dropped into the inbox",
}


def refresh(
    stack: StackName,
    everything: Annotated[
        bool, typer.Option("--all", help="Read every export again, stale or not.")
    ] = False,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Look now for what is stale, missing or left over in a stack, as it does every night.

    Stale is what an older version of Linernotes read, clustered or drew, what lacks a fact that
    another export came to tell, and what an event did not tell of. Only that is done again, by
    the stack's own queues: this command says what was found and does not wait for it.

    For example: linernotes refresh --stack linernotes
    """
    found = call(find(stack, endpoint_url), everything=everything)
    for line in lines(found):
        _OUT.print(line, soft_wrap=True)


def call(stack: Stack, *, everything: bool = False) -> Refreshed:
    """Have the stack's own function look; raises `Halt` where it fails.

    The function is asked, and not this program: what is stale is a matter of the version that is
    deployed.
    """
    answer: Any = stack.client("lambda", patience=_LONGEST).invoke(
        FunctionName=stack.outputs["RefreshFunctionName"],
        Payload=RefreshHint(everything=everything).model_dump_json().encode(),
    )
    told = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        why = told.get("errorMessage", told) if isinstance(told, dict) else told
        raise Halt(f"The refresh failed: {why}. The function's log says more.")
    return Refreshed.model_validate(told)


def lines(found: Refreshed) -> Iterator[str]:
    """What was found, in words."""
    counts = {what: count for what, count in found.model_dump().items() if count}
    if not counts:
        yield "Nothing is stale, missing or left over."
    for what, count in counts.items():
        yield f"{count:,} {_WORDS[what]}"
