"""Every link and picture of a site, as a reader's program finds them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


class _Page(HTMLParser):
    """Collects addresses and anchors; a browser would follow the same."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "xlink:href") and value is not None:
                self.addresses.append(value)
            if tag == "a" and name == "href" and value is not None:
                self.links.append(value)
            if name == "id" and value:
                self.anchors.add(value)


def dead_links(site: Mapping[str, bytes]) -> list[str]:
    """Each internal link of a page that leads nowhere, as `page -> address`."""
    pages = {path: _read(path, body) for path, body in site.items() if _is_page(path)}
    return [
        f"{path} -> {address}"
        for path, page in pages.items()
        for address in page.addresses
        if not _leads_somewhere(path, address, site, pages)
    ]


def linked(site: Mapping[str, bytes]) -> set[str]:
    """The paths of the site that some page links to or shows."""
    return {
        target
        for path, body in site.items()
        if _is_page(path)
        for address in _read(path, body).addresses
        if (target := _target(path, address)) is not None
    }


def _is_page(path: str) -> bool:
    return path.endswith((".md", ".html"))


def _read(path: str, body: bytes) -> _Page:
    text = body.decode("utf-8")
    return _Page(_MARKDOWN.render(text) if path.endswith(".md") else text)


def _target(path: str, address: str) -> str | None:
    """The path that an address leads to; `None` when it leads out of the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return path
    base = "" if parts.path.startswith("/") else dirname(path)
    joined = normpath(join(base, unquote(parts.path).lstrip("/") or "."))
    if parts.path.endswith("/") or joined == ".":
        return normpath(join(joined, "index.html"))
    return joined


def _leads_somewhere(
    path: str, address: str, site: Mapping[str, bytes], pages: Mapping[str, _Page]
) -> bool:
    target = _target(path, address)
    if target is None:
        return True
    anchor = urlsplit(address).fragment
    if anchor and target in pages and target.endswith(".html"):
        return target in site and unquote(anchor) in pages[target].anchors
    return target in site


def clicks_from_home(site: Mapping[str, bytes]) -> dict[str, int]:
    """How many clicks a reader is away from home, for every HTML page that can be reached."""
    clicks, edge = {"index.html": 0}, ["index.html"]
    while edge:
        here = edge.pop(0)
        for address in _read(here, site[here]).links:
            target = _target(here, address)
            if target and target in site.keys() - clicks.keys() and target.endswith(".html"):
                clicks[target] = clicks[here] + 1
                edge.append(target)
    return clicks
