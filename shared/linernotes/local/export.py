"""`linernotes export`: a published playlist as a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from linernotes.catalog.shelves import Shelf
from linernotes.errors import Halt
from linernotes.identity import normalise
from linernotes.local import kept
from linernotes.local.progress import plain
from linernotes.models import PlaylistDocument
from linernotes.playlist_files import EXTENSIONS, Shape, write
from linernotes.remote.stack import EndpointUrl, cloud_of, find

_ERR = Console(stderr=True, highlight=False)
_NAMED = 10  # playlists that are named to who asked for none of them


def export(
    playlist: Annotated[
        str,
        typer.Argument(help="Its name, or the name of its folder on the site."),
    ],
    *,
    shape: Annotated[
        Shape,
        typer.Option(
            "--as",
            help="csv: exportify.net's table. web-api: JSON as the Spotify Web API gives it."
            " json: all that is known, as docs/playlist.schema.json describes it.",
        ),
    ] = "json",
    to: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File, or folder for it.", show_default="the screen"),
    ] = None,
    state: Annotated[
        Path, typer.Option(help="Folder that keeps the library on this machine.")
    ] = Path(".linernotes"),
    stack: Annotated[
        str | None, typer.Option(metavar="NAME", help="A deployed stack, in place of a folder.")
    ] = None,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Give a published playlist back, to use elsewhere or to drop again.

    Each of the three reads back as the same playlist. A table is named after its file.

    For example: linernotes export alt_pop --as csv --output ~/Desktop
    """
    found = _in_stack(playlist, stack, endpoint_url) if stack else _in_folder(playlist, state)
    body = write(found[1], shape)
    if to is None:
        sys.stdout.buffer.write(body)
        return
    file = to / f"{file_name(found)}{EXTENSIONS[shape]}" if to.is_dir() else to
    file.write_bytes(body)
    _ERR.print(plain(f"{file}: {len(found[1].tracks)} tracks"), soft_wrap=True)


def _in_folder(wanted: str, state: Path) -> tuple[Shelf, PlaylistDocument]:
    known = {shelf.pid: (shelf, document) for shelf, document in kept.playlists(state)}
    shelf = choose(wanted, [shelf for shelf, _ in known.values()])
    return known[shelf.pid]


def _in_stack(wanted: str, stack: str, endpoint: str) -> tuple[Shelf, PlaylistDocument]:
    catalog = cloud_of(find(stack, endpoint)).catalog
    shelf = choose(wanted, sorted(catalog.shelves.playlists(), key=lambda one: one.slug))
    ready = catalog.heads.ready(shelf.pid)
    if ready is None:
        raise Halt(f"{shelf.name} is being taken down.")
    return shelf, catalog.library.get(PlaylistDocument, ready.doc)


def choose(wanted: str, published: Sequence[Shelf]) -> Shelf:
    """The playlist that somebody means by its folder or its name.

    Raises
    ------
    Halt : there is none, or several bear the name; says which there are.
    """
    slug = wanted.strip("/").rpartition("/")[2]
    tests: tuple[Callable[[Shelf], bool], ...] = (
        lambda one: one.slug == slug,
        lambda one: one.name == wanted,
        lambda one: normalise(one.name) == normalise(wanted),
    )
    for test in tests:
        found = [one for one in published if test(one)]
        if len(found) == 1:
            return found[0]
        if found:
            folders = ", ".join(one.slug for one in found)
            raise Halt(f"{len(found)} playlists are called {wanted}. Name one of {folders}.")
    there = ", ".join(one.slug for one in published[:_NAMED])
    more = f" and {len(published) - _NAMED} more" if len(published) > _NAMED else ""
    raise Halt(f"There is no playlist {wanted}. There are: {there or 'none'}{more}.")


def file_name(found: tuple[Shelf, PlaylistDocument]) -> str:
    """The playlist's name as its writers name files, from which it is read again."""
    shelf, document = found
    dropped = document.name.translate(dict.fromkeys(map(ord, '/\\:*?"<>|')))
    name = dropped.replace(" ", "_").lstrip(".")
    fits = 0 < len(name.encode()) <= 200  # bytes; file systems take 255
    return name if fits else shelf.slug
