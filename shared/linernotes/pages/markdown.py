"""The pieces of a Markdown page: links, pictures and tables that any name leaves whole.

Everything takes and gives `Md`, so a raw name cannot get in unescaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from linernotes.pages import words
from linernotes.pages.escaping import Md, markdown, markdown_attribute, markdown_name, url_path
from linernotes.pages.groups import Group, address_of, beyond
from linernotes.pages.links import art, at_spotify, to_file
from linernotes.pages.notes import FIRST_ROWS, Columns, labels_of, title_of
from linernotes.pages.views import Link, TableLine, TrackLine, YearLine

NO_RANK = Md("–")
ALL_COLUMNS = Columns(art=True, album=True, artist=True, label=True, rank=True, liked=True)


@dataclass(frozen=True)
class Column:
    """A column's heading and side."""

    title: str
    side: Literal["left", "right"] = "left"


def join(parts: Iterable[str], between: str = "") -> Md:
    """Join Markdown; every part must be Markdown already, or text of our own."""
    return Md(between.join(parts))


def link(text: Md, address: str) -> Md:
    """Link `text` to a percent-encoded address; plain text without one."""
    return Md(f"[{text}]({address})") if address else text


def page_link(page: str, to: Link) -> Md:
    """Link from the Markdown file `page` to a thing's page where it has one."""
    name = markdown_name(to.name)
    return link(name, to_file(page, f"{to.path}/overview.md")) if to.path else name


def image(track_art: str) -> Md:
    """Show album art as tables do; nothing where there is none to trust."""
    address = art(track_art)
    return Md(f'<img src="{markdown_attribute(address)}" alt="" width="50" />' if address else "")


def table(columns: Sequence[Column], rows: Iterable[Sequence[Md]]) -> Md:
    """Lay out a table; an empty cell is a single space."""
    sides = {"left": ":---", "right": "---:"}
    lines = [
        _row([column.title for column in columns]),
        "|" + "|".join(sides[column.side] for column in columns) + "|",
        *(_row(row) for row in rows),
    ]
    return join(lines, "\n")


def folded(columns: Sequence[Column], rows: Sequence[Sequence[Md]], things: str) -> list[Md]:
    """Lay out a table of which ten rows show and the rest unfolds, under a header of its own."""
    blocks = [table(columns, rows[:FIRST_ROWS])]
    rest = rows[FIRST_ROWS:]
    if rest:
        # GitHub reads Markdown inside an HTML block only after a blank line.
        summary = f"<details>\n<summary>{words.count(len(rest), f'more {things}')}</summary>"
        blocks += [Md(summary), table(columns, rest), Md("</details>")]
    return blocks


def track_table(page: str, lines: Sequence[TrackLine], columns: Columns) -> list[Md]:
    """Lay out tracks, ten and the rest folded, with the columns that are known."""
    heads = [
        *([Column("Art")] if columns.art else []),
        Column("Track"),
        *([Column("Album")] if columns.album else []),
        *([Column("Artists")] if columns.artist else []),
        *([Column("Label")] if columns.label else []),
        *([Column("Rank", "right")] if columns.rank else []),
        *([Column("💚")] if columns.liked else []),
        Column("🔗"),
    ]
    return folded(heads, [_track(page, line, columns) for line in lines], "track")


def group_table(page: str, group: Group) -> list[Md]:
    """Lay out artists, albums, labels, genres or playlists, ten and the rest folded."""
    by_name = Column("Name" if group.kind == "playlist" else group.kind.capitalize())
    tracks = [Column("Tracks", "right")]
    if group.with_liked:
        tracks.append(Column("💚", "right"))
    heads = [
        *([Column("Art")] if group.with_art else []),
        *([Column("Rank", "right")] if group.with_rank else []),
        # A playlist is looked for by its name, the others are read down their numbers.
        *([by_name, *tracks] if group.kind == "playlist" else [*tracks, by_name]),
        *([Column("Release Date")] if group.with_date else []),
        *([Column("🔗")] if group.with_link else []),
    ]
    blocks = folded(heads, [_group_row(page, group, line) for line in group.lines], group.kind)
    if group.more:
        blocks.append(markdown(beyond(group)))
    return blocks


def year_table(page: str, lines: Sequence[YearLine], likes_known: bool) -> list[Md]:
    """Lay out release years in their order, ten and the rest folded."""
    heads = [
        Column("Year"),
        Column("Tracks", "right"),
        *([Column("💚", "right")] if likes_known else []),
    ]
    rows = [
        [
            page_link(page, Link(line.name, line.path)),
            Md(str(line.tracks)),
            *([Md(str(line.liked))] if likes_known else []),
        ]
        for line in lines
    ]
    return folded(heads, rows, "line")


def document(blocks: Iterable[str]) -> bytes:
    """Put blocks together with blank lines between them."""
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _track(page: str, line: TrackLine, columns: Columns) -> list[Md]:
    track = line.track
    rank = NO_RANK if line.rank is None else Md(str(line.rank))
    return [
        *([image(track.art)] if columns.art else []),
        markdown_name(title_of(line)),
        *([markdown_name(track.album)] if columns.album else []),
        *([join((page_link(page, to) for to in line.artists), ", ")] if columns.artist else []),
        *([join((page_link(page, to) for to in labels_of(line)), ", ")] if columns.label else []),
        *([rank] if columns.rank else []),
        *([Md("💚" if line.liked else "")] if columns.liked else []),
        link(Md("🔗"), address) if (address := at_spotify(track)) else Md(""),
    ]


def _group_row(page: str, group: Group, line: TableLine) -> list[Md]:
    name = page_link(page, Link(line.name, line.path))
    tracks = [Md(str(line.tracks)), *([Md(str(line.liked))] if group.with_liked else [])]
    rank = NO_RANK if line.rank is None else Md(str(line.rank))
    address = address_of(group.kind, line)
    return [
        *([image(line.art)] if group.with_art else []),
        *([rank] if group.with_rank else []),
        *([name, *tracks] if group.kind == "playlist" else [*tracks, name]),
        *([markdown_name(line.date)] if group.with_date else []),
        *([link(Md("🔗"), address) if address else Md("")] if group.with_link else []),
    ]


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def anchor(page: str, target: str, place: str) -> str:
    """Link from `page` to the heading `place` (a fragment) of the file `target`."""
    return f"{to_file(page, target)}#{url_path(place)}"
