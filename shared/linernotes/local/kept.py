"""What a state folder knows of its published playlists, without an engine."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from linernotes.catalog.shelves import Shelf
from linernotes.errors import Halt
from linernotes.local import snapshot
from linernotes.models import PlaylistDocument


def playlists(state: Path) -> list[tuple[Shelf, PlaylistDocument]]:
    """Every published playlist of a state folder with its document, by slug.

    Raises
    ------
    Halt : there is no state in the folder, or it is damaged.
    """
    file = state / snapshot.FILE
    if not file.is_file():
        raise Halt(
            f"{state} holds no library. Name the folder that `linernotes up` or `publish` keeps"
            " with --state, or a deployed stack with --stack."
        )
    try:
        with zipfile.ZipFile(file) as archive:
            return sorted(_published(archive), key=lambda one: one[0].slug)
    except (zipfile.BadZipFile, ValidationError, KeyError, ValueError, EOFError) as error:
        raise Halt(f"The snapshot {file} is damaged or of another version.") from error


def _published(archive: zipfile.ZipFile) -> Iterator[tuple[Shelf, PlaylistDocument]]:
    shelves: list[Shelf] = []
    ready: dict[str, str] = {}
    for item in _lines(archive, "items.jsonl"):
        pk, sk = item["pk"]["S"], item["sk"]["S"]
        if pk == "SHELF" and sk.startswith("playlist#"):
            shelves.append(Shelf.model_validate_json(item["body"]["S"]))
        elif pk.startswith("P#") and sk == "READY":
            ready[pk.removeprefix("P#")] = item["doc"]["S"]
    bodies = {one["key"]: one["body"] for one in _lines(archive, "objects.jsonl")}
    for shelf in shelves:
        body = archive.read(bodies[f"documents/{ready[shelf.pid]}.json"])
        yield shelf, PlaylistDocument.model_validate_json(body)


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as lines:
        yield from map(json.loads, lines)
