"""The change log as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.pages import words
from linernotes.pages.escaping import Md, markdown_name
from linernotes.pages.links import to_file
from linernotes.pages.markdown import join, link
from linernotes.pages.views import ChangeLine, Link, Note


def what_changed(page: str, lines: Sequence[ChangeLine], *, named: bool) -> Iterator[Md]:
    """Lay out entries, newest first; none without any.

    Parameters
    ----------
    page : the Markdown file that shows them.
    named : whether each names what it is about; on that thing's own page it does not.
    """
    if lines:
        yield Md("## What changed")
        yield join((_entry(page, line, named) for line in lines), "\n")


def _entry(page: str, line: ChangeLine, named: bool) -> Md:
    told = f"- {words.day(line.at)}"
    if named:
        apart = words.between(to.name for to in line.links)
        things = join((_thing(page, to) for to in line.links), apart)
        told += f" · {line.label}{': ' if things else ''}{things}{_more(line.more)}"
    return join([told, *(f"  - {_note(page, note)}" for note in line.notes)], "\n")


def _thing(page: str, to: Link) -> Md:
    # A playlist's pages and an artist's have one name for their Markdown.
    return link(markdown_name(to.name), to_file(page, f"{to.path}/overview.md") if to.path else "")


def _note(page: str, note: Note) -> Md:
    apart = words.between(note.names)
    names = join((_thing(page, Link(name, note.path)) for name in note.names), apart)
    return Md(f"{note.label}: {names}{_more(note.more)}" if note.names else note.label)


def _more(more: int) -> str:
    return f" and {more:,} more" if more else ""
