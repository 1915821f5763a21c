"""The page of possible slips, as Markdown, HTML and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.pages import html_pages, json_pages
from linernotes.pages.escaping import Md, markdown
from linernotes.pages.links import to_file
from linernotes.pages.markdown import Column, document, folded, link, page_link
from linernotes.pages.views import ErrorsView, Link, PageFile

PATH = "errors.md"
_LEAD = "What may be a slip, for you to judge; nothing is merged or left out because of it."


@dataclass(frozen=True)
class Finding:
    """A table of the page: its heading, what it is about, column titles, and rows of cells.

    A cell is a name, a number, or a link to a page.
    """

    place: str
    title: str
    said: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Link | str | int, ...], ...]


def files(view: ErrorsView, root: str = "") -> tuple[PageFile, ...]:
    """Render the page; `root` is the site's own address, where it is known."""
    found = findings(view)
    page = html_pages.render(
        "errors.html",
        "errors/index.html",
        root,
        title="Possible slips",
        description=_LEAD,
        lead=_LEAD,
        findings=found,
        updated=view.since,
    )
    return (
        PageFile(PATH, _record(found), "text/markdown; charset=utf-8"),
        PageFile("errors/index.html", page, "text/html; charset=utf-8"),
        PageFile("errors/overview.json", _data(view), "application/json; charset=utf-8"),
    )


def findings(view: ErrorsView) -> tuple[Finding, ...]:
    """Lay the page out: the tables that have rows."""
    made = (
        Finding(
            "repeats",
            "Tracks that were added twice",
            "Rows with a track that stands before. Pages show it once; the inbox names the rows.",
            ("Playlist", "Rows"),
            tuple((one.playlist, one.slips.repeats) for one in view.playlists if one.slips.repeats),
        ),
        Finding(
            "tracks",
            "Tracks that stand twice",
            "One recording under several addresses in one playlist.",
            ("Playlist", "Track", "Artist", "Times"),
            tuple(
                (one.playlist, twice.name, twice.artist, len(twice.ids))
                for one in view.playlists
                for twice in one.slips.tracks
            ),
        ),
        Finding(
            "albums",
            "Albums that stand twice",
            "One album under several ids in one playlist: editions, or a re-release.",
            ("Playlist", "Album", "Artist", "Ids"),
            tuple(
                (one.playlist, twice.name, twice.artist, len(twice.ids))
                for one in view.playlists
                for twice in one.slips.albums
            ),
        ),
        Finding(
            "playlists",
            "Playlists that share their tracks",
            "Each holds at least four fifths of the other.",
            ("Playlist", "Tracks", "And", "Its tracks", "In both"),
            tuple(
                (one.first, one.of_first, one.second, one.of_second, one.both)
                for one in view.shared
            ),
        ),
        Finding(
            "names",
            "Names that look like others",
            "Letters of another script in the place of Latin ones.",
            ("Playlist", "Artist", "Looks like"),
            tuple(
                (one.playlist, told.name, told.looks)
                for one in view.playlists
                for told in one.slips.lookalikes
            ),
        ),
        Finding(
            "artists",
            "Artists that may be two",
            "One name, several artists at Spotify.",
            ("Artist", "Ids"),
            tuple((artist, ids) for artist, ids in view.artists),
        ),
        Finding(
            "twofold",
            "Names that may be two on one playlist",
            "Of artists without a page as well.",
            ("Playlist", "Artist"),
            tuple((one.playlist, name) for one in view.playlists for name in one.slips.twofold),
        ),
    )
    return tuple(one for one in made if one.rows)


def _record(found: Sequence[Finding]) -> bytes:
    blocks = [
        Md("# Possible slips"),
        markdown(_LEAD),
        link(markdown("The library"), to_file(PATH, "README.md")),
    ]
    if not found:
        blocks.append(Md("Nothing looks like a slip."))
    for one in found:
        heads = [
            Column(head, "right" if _is_number(one, at) else "left")
            for at, head in enumerate(one.heads)
        ]
        blocks += [Md(f"## {one.title}"), markdown(one.said)]
        blocks += folded(heads, [[_cell(cell) for cell in row] for row in one.rows], "line")
    return document(blocks)


def _is_number(one: Finding, place: int) -> bool:
    return isinstance(one.rows[0][place], int)


def _cell(cell: Link | str | int) -> Md:
    if isinstance(cell, Link):
        return page_link(PATH, cell)
    return page_link(PATH, Link(cell)) if isinstance(cell, str) else Md(f"{cell:,}")


def _data(view: ErrorsView) -> bytes:
    def named(link: Link) -> dict[str, Any]:
        return {"name": link.name, "page": link.path}

    def models(some: Iterable[Any]) -> list[dict[str, Any]]:
        return [one.model_dump() for one in some]

    return json_pages.document(
        {
            "playlists": [
                {
                    **named(one.playlist),
                    "repeats": one.slips.repeats,
                    "tracks": models(one.slips.tracks),
                    "albums": models(one.slips.albums),
                    "lookalikes": models(one.slips.lookalikes),
                    "twofold": one.slips.twofold,
                }
                for one in view.playlists
            ],
            "shared": [
                {"first": named(one.first), "second": named(one.second), "both": one.both}
                for one in view.shared
            ],
            "artists": [{**named(artist), "ids": ids} for artist, ids in view.artists],
        }
    )
