"""`linernotes upload`: exports into a deployed stack's inbox, and where their pages are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from boto3.s3.transfer import TransferConfig
from rich.console import Console

from linernotes.cloud import Cloud
from linernotes.errors import Halt
from linernotes.identity import export_id
from linernotes.local import drive, exports
from linernotes.local.progress import Progress, plain
from linernotes.models import ExportDocument
from linernotes.remote.stack import EndpointUrl, StackName, cloud_of, find
from linernotes.stack import Stack
from linernotes.usecases.waiting import HOME, INBOX, PLAYLIST

_OUT = Console(highlight=False)
_ERR = Console(stderr=True, highlight=False)
# From this size on in bytes a file goes up in parts, side by side, each tried again by itself.
_PART = 8 * 1024 * 1024
_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
_SHORTEST, _LONGEST = 0.2, 3.0  # seconds between two looks

# How many bytes have gone up since the last time.
type Sent = Callable[[int], None]


@dataclass(frozen=True)
class Dropped:
    """What lies at a key of the inbox since an upload: its ETag, and S3's time of it."""

    key: str
    digest: str
    since: datetime


@dataclass(frozen=True)
class Outcome:
    """What an upload was read as; `document.refusals` say why not where it was `refused`."""

    document: ExportDocument
    refused: bool


def upload(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="EXPORT...",
            exists=True,
            help="Playlist exports as they were downloaded, or folders of them.",
            show_default=False,
        ),
    ],
    stack: StackName,
    timeout: Annotated[
        int, typer.Option(min=1, help="Minutes to wait for the pages.", metavar="MINUTES")
    ] = 15,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Upload exports to a deployed stack, wait until their pages stand, and say where they are.

    A file's key in the inbox is its name, one found in a folder has the path there: uploading a
    newer export under the same name replaces what the older one published. Exit code 1 if any
    export was refused; what it published before stays.

    For example: linernotes upload ~/Downloads/Alt-Pop.csv --stack linernotes
    """
    files = exports.gather(paths)
    found = find(stack, endpoint_url)
    progress = Progress(_ERR)
    dropped = _upload(found, files, progress)
    outcomes = _wait(found, dropped, timeout * 60, progress)
    for line in report(found, cloud_of(found), outcomes):
        _OUT.print(plain(line), soft_wrap=True)
    if any(outcome.refused for outcome in outcomes):
        raise typer.Exit(1)


def _upload(stack: Stack, files: Mapping[str, Path], progress: Progress) -> list[Dropped]:
    whole = sum(file.stat().st_size for file in files.values())
    gone_up = 0
    dropped = []
    with progress.working(f"uploading {len(files)} exports") as tell:

        def sent(count: int) -> None:
            nonlocal gone_up
            gone_up += count
            tell(f"{gone_up / 1e6:.1f} of {whole / 1e6:.1f} MB")

        for key, file in files.items():
            dropped.append(drop(stack, key, file, sent))
    return dropped


def drop(stack: Stack, key: str, file: Path, sent: Sent) -> Dropped:
    """Put a file into the inbox, in parts where it is large, with its content type."""
    bucket = stack.outputs["InboxBucketName"]
    stack.s3.upload_file(
        str(file),
        bucket,
        key,
        ExtraArgs={"ContentType": _TYPES.get(file.suffix.lower(), "application/octet-stream")},
        Callback=sent,
        Config=TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART),
    )
    head = stack.s3.head_object(Bucket=bucket, Key=key)
    since = head["LastModified"].astimezone(UTC).replace(microsecond=0)
    return Dropped(key, head["ETag"].strip('"'), since)


def _wait(
    stack: Stack, dropped: Sequence[Dropped], timeout: float, progress: Progress
) -> list[Outcome]:
    """Wait until every upload was read and its pages stand.

    Raises
    ------
    Halt : the time is over, or a message was given up; says what to ask then.
    """
    cloud = cloud_of(stack)
    deadline = time.monotonic() + timeout
    given_up = _given_up(stack)
    pause = _SHORTEST
    with progress.working("publishing") as tell:
        outcomes: dict[str, Outcome] = {}
        while True:
            outcomes |= {
                one.key: outcome
                for one in dropped
                if one.key not in outcomes and (outcome := read(one, cloud))
            }
            behind = unpublished(outcomes.values(), cloud)
            tell(f"{len(outcomes)} of {len(dropped)} read, {len(behind)} pages to be written")
            if len(outcomes) == len(dropped) and not behind:
                return [outcomes[one.key] for one in dropped]
            if _given_up(stack) > given_up:
                raise Halt(
                    "The stack gave up a message, so not everything was published. `linernotes"
                    f" status --stack {stack.name}` says which."
                )
            if time.monotonic() > deadline:
                raise Halt(
                    f"Not everything was published within {timeout / 60:.0f} minutes. The uploads"
                    f" are safe and the stack works on; `linernotes status --stack {stack.name}`"
                    " says what it has yet to do."
                )
            time.sleep(pause)
            pause = min(pause * 1.3, _LONGEST)


def _given_up(stack: Stack) -> int:
    return sum(letters.count for letters in drive.dead_letters(stack))


def read(dropped: Dropped, cloud: Cloud) -> Outcome | None:
    """What an upload was read as; `None` as long as it is not read.

    A refusal has no ETag: it is of this upload, or of one that came after, if it is no older.
    """
    head = cloud.catalog.heads.export(export_id(dropped.key))
    if head is None or head.state != "APPLIED" or not head.doc:
        return None
    document = cloud.library.get(ExportDocument, head.doc)
    if document.digest == dropped.digest:
        return Outcome(document, refused=False)
    if document.refusals and document.refusals[0].since >= dropped.since:
        return Outcome(document, refused=True)
    return None


def unpublished(outcomes: Iterable[Outcome], cloud: Cloud) -> set[str]:
    """What of these exports is yet to be published, home and the inbox page with it."""
    wanted = {HOME, INBOX}
    for outcome in outcomes:
        wanted |= {PLAYLIST + one.pid for one in outcome.document.playlists}
    return wanted & cloud.catalog.dirt.read().keys()


def report(stack: Stack, cloud: Cloud, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What became of each export, and the addresses of its playlists."""
    site = stack.outputs["SiteUrl"]
    for outcome in outcomes:
        document = outcome.document
        if outcome.refused:
            no = document.refusals[0]
            where = f" ({no.place})" if no.place else ""
            yield f"{document.key}: refused: {no.reason}{where}. {no.advice}".rstrip()
            continue
        yield f"{document.key}: {document.format}, because {document.because}"
        things = [PLAYLIST + one.pid for one in document.playlists]
        pages = cloud.catalog.shelves.playlists_of(things)
        for one, thing in zip(document.playlists, things, strict=True):
            page = pages.get(thing)
            where = f"{site}playlists/{quote(page.shelf.slug)}/" if page else "no page"
            yield f"  {page.shelf.name if page else one.name}, {one.kept:,} tracks: {where}"
    yield f"{site} lists them all; {site}inbox/ says what became of every export."
