"""Readers for the tests of pages: what a browser and GitHub make of the bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    """An element of a page, with its text and the elements inside it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, in order, with single spaces."""
        return " ".join("".join(self.parts).split())

    def all(self, tag: str = "", name: str = "") -> list[Element]:
        """Every element inside with this tag and class, in order."""
        found = []
        for child in self.children:
            if tag in ("", child.tag) and (not name or name in child.classes):
                found.append(child)
            found += child.all(tag, name)
        return found

    @property
    def classes(self) -> list[str]:
        """The element's classes."""
        return self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def html(page: bytes | str) -> Element:
    """Read a page; every element must be closed by its own end tag."""
    reader = _Reader()
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


@dataclass
class Table:
    """A table of a Markdown page: headings, and rows of cells as they read."""

    heads: list[str]
    sides: list[str]
    rows: list[list[str]]
    links: list[list[str]]


@dataclass
class Part:
    """A heading of a Markdown page, and the paragraphs and tables below it."""

    level: int
    title: str
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """The rows of all tables."""
        return [row for table in self.tables for row in table.rows]


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(text: str) -> str:
    """Render Markdown, tables too, to HTML."""
    made = _MARKDOWN.render(text)
    assert isinstance(made, str)
    return made


def reads(text: str) -> str:
    """What a snippet of Markdown reads as, spaces single."""
    return html(rendered(text)).text


def markdown(page: bytes | str) -> list[Part]:
    """Read a Markdown page as the parts below its headings."""
    tokens = _MARKDOWN.parse(page.decode() if isinstance(page, bytes) else page)
    parts: list[Part] = []
    table = Table([], [], [], [])
    for token, following in pairwise(tokens):
        match token.type:
            case "heading_open":
                parts.append(Part(int(token.tag[1]), _text(following)))
            case "paragraph_open":
                parts[-1].paragraphs.append(_text(following))
            case "table_open":
                table = Table([], [], [], [])
                parts[-1].tables.append(table)
            case "th_open":
                table.heads.append(_text(following))
                table.sides.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            case "tr_open" if table.heads:
                table.rows.append([])
            case "td_open":
                table.rows[-1].append(_text(following))
                table.links.append(_links(following))
    return parts


def _text(inline: Token) -> str:
    return reads_inline(inline)


def reads_inline(inline: Token) -> str:
    """What an inline token reads as: tags away, references resolved."""
    made = _MARKDOWN.renderer.render([inline], _MARKDOWN.options, {})
    return html(str(made)).text


def _links(inline: Token) -> list[str]:
    children = inline.children or []
    return [str(child.attrs["href"]) for child in children if child.type == "link_open"]
