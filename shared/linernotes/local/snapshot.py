"""What outlives a run: a file with the objects and items of a stack, free of any engine's ways.

The file is a zip: `about.json`, `objects.jsonl` and `items.jsonl` (one to a line), and the
objects' bodies under `bodies/<number>`. Buckets go by their part (`Inbox`), not by their name,
because names differ between engines and stacks. Of the inbox's versions the newest is kept.
A snapshot is taken when the queues are empty, so there are no messages to keep.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import time
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from linernotes.errors import Halt
from linernotes.local.deploy import Stack

FILE = "snapshot.zip"
_THREADS = 8
_AT_ONCE = 64  # bodies held in memory side by side
_ITEMS = 25  # DynamoDB's limit for BatchWriteItem
_BUCKET = "BucketName"


class About(BaseModel):
    """What a snapshot says of itself; `code` is the digest of the code that made it."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    code: str


class StoredObject(BaseModel):
    """An object but for its body; `part` is the bucket's (`Inbox`), `headers` as S3 takes them."""

    model_config = ConfigDict(frozen=True)

    part: str
    key: str
    body: str
    headers: dict[str, str]
    metadata: dict[str, str]


_HEADERS = (
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
)


@contextlib.contextmanager
def held(state: Path) -> Iterator[None]:
    """Keep a state folder for ourselves; made when missing.

    Raises
    ------
    Halt : another run has it.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Halt(f"{state} is in use by another run. Stop it or choose another.") from error
        yield


def take(stack: Stack, file: Path) -> None:
    """Write a snapshot of a drained stack; the file of before stands until this one is whole."""
    unfinished = file.with_name(file.name + ".new")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("about.json", About(code=stack.code).model_dump_json())
        lines = [_store(archive, stored, body) for stored, body in _objects(stack)]
        archive.writestr("objects.jsonl", "".join(lines))
        archive.writestr("items.jsonl", "".join(_item_line(item) for item in _items(stack)))
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(file)


def restore(stack: Stack, file: Path) -> bool:
    """Fill a fresh stack from a snapshot, without setting off anything.

    Returns
    -------
    bool : whether the very code that runs now had made it. If not, what stands may be due anew.

    Raises
    ------
    Halt : the file is damaged, or of a version that is not known.
    """
    try:
        with zipfile.ZipFile(file) as archive, _rules_off(stack):
            about = About.model_validate_json(archive.read("about.json"))
            _put_objects(stack, archive)
            _put_items(stack, archive)
    except (zipfile.BadZipFile, ValidationError, KeyError, ValueError, EOFError) as error:
        advice = "Move it away to begin anew."
        raise Halt(f"The snapshot {file} is damaged or of another version. {advice}") from error
    return about.code == stack.code


def _buckets(stack: Stack) -> dict[str, str]:
    return {
        name.removesuffix(_BUCKET): bucket
        for name, bucket in stack.outputs.items()
        if name.endswith(_BUCKET)
    }


def _objects(stack: Stack) -> Iterator[tuple[StoredObject, bytes]]:
    """Every current object with its body, numbered, a few in memory at a time."""

    def fetch(place: tuple[int, str, str, str]) -> tuple[StoredObject, bytes]:
        number, part, bucket, key = place
        got: dict[str, Any] = dict(stack.s3.get_object(Bucket=bucket, Key=key))
        headers = {name: got[name] for name in _HEADERS if got.get(name)}
        body = f"bodies/{number}"
        stored = StoredObject(
            part=part, key=key, body=body, headers=headers, metadata=got["Metadata"]
        )
        return stored, got["Body"].read()

    listed = stack.s3.get_paginator("list_objects_v2")
    places = (
        (part, bucket, item["Key"])
        for part, bucket in _buckets(stack).items()
        for page in listed.paginate(Bucket=bucket)
        for item in page.get("Contents", [])
    )
    numbered = ((number, *place) for number, place in enumerate(places))
    with ThreadPoolExecutor(_THREADS) as threads:
        for some in batched(numbered, _AT_ONCE, strict=False):
            yield from threads.map(fetch, some)


def _store(archive: zipfile.ZipFile, stored: StoredObject, body: bytes) -> str:
    """Write a body; images are compressed already. Returns the object's line."""
    image = stored.headers.get("ContentType", "").startswith("image/png")
    method = zipfile.ZIP_STORED if image else zipfile.ZIP_DEFLATED
    archive.writestr(stored.body, body, compress_type=method)
    return stored.model_dump_json() + "\n"


def _items(stack: Stack) -> Iterator[dict[str, Any]]:
    pages = stack.dynamodb.get_paginator("scan").paginate(
        TableName=stack.outputs["CatalogTableName"], ConsistentRead=True
    )
    for page in pages:
        yield from page["Items"]


def _item_line(item: dict[str, Any]) -> str:
    return json.dumps(item, default=_spell_bytes, ensure_ascii=False) + "\n"


def _spell_bytes(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"DynamoDB does not hold {type(value)}")


def _read_bytes(value: dict[str, Any]) -> dict[str, Any] | bytes:
    """Undo `_spell_bytes`; an attribute that is called base64 holds a dict and not a string."""
    if value.keys() == {"base64"} and isinstance(value["base64"], str):
        return base64.b64decode(value["base64"])
    return value


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as lines:
        yield from lines


def _put_objects(stack: Stack, archive: zipfile.ZipFile) -> None:
    buckets = _buckets(stack)

    def put(loaded: tuple[StoredObject, bytes]) -> None:
        stored, body = loaded
        request: dict[str, Any] = dict(stored.headers)
        stack.s3.put_object(
            Bucket=buckets[stored.part],
            Key=stored.key,
            Body=body,
            Metadata=stored.metadata,
            **request,
        )

    listed = (StoredObject.model_validate_json(line) for line in _lines(archive, "objects.jsonl"))
    with ThreadPoolExecutor(_THREADS) as threads:
        for some in batched(listed, _AT_ONCE, strict=False):
            # A zip file is read by one thread; the bodies are put by many.
            loaded = [(stored, archive.read(stored.body)) for stored in some]
            list(threads.map(put, loaded))


def _put_items(stack: Stack, archive: zipfile.ZipFile) -> None:
    table = stack.outputs["CatalogTableName"]
    items: Iterable[dict[str, Any]] = (
        json.loads(line, object_hook=_read_bytes) for line in _lines(archive, "items.jsonl")
    )
    for some in batched(items, _ITEMS, strict=False):
        waiting: Any = {table: [{"PutRequest": {"Item": item}} for item in some]}
        while waiting:
            waiting = stack.dynamodb.batch_write_item(RequestItems=waiting)["UnprocessedItems"]
            if waiting:
                time.sleep(0.05)


@contextlib.contextmanager
def _rules_off(stack: Stack) -> Iterator[None]:
    """Keep the stack's rules from firing, so that a restored object starts no work."""
    events = stack.client("events")
    rules = [value for name, value in stack.outputs.items() if name.endswith("RuleName")]
    for rule in rules:
        events.disable_rule(Name=rule)
    try:
        yield
    finally:
        for rule in rules:
            events.enable_rule(Name=rule)
