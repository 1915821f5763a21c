"""Every link and picture of a site, as a reader's program finds them.

Pages are followed, and what tells programs of pages: the search index, both feeds, the sitemap and
the JSON beside each page.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_ADDRESSES = ("href", "src", "xlink:href", "data-index")
# What stays of a heading in its anchor: words of any script, spaces and hyphens.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class _Page(HTMLParser):
    """Collects addresses and anchors; a browser would follow the same.

    A heading of Markdown has an anchor made of its words, as GitHub shows it: `headed` says so.
    """

    def __init__(self, html: str, *, headed: bool = False) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.canonical = ""
        self._headed = headed
        self._heading: list[str] | None = None
        self._headings: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value for name, value in attrs if value is not None}
        self.addresses += (told[name] for name in _ADDRESSES if name in told)
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if told.get("property") == "og:image":
            self.addresses.append(told["content"])
        if told.get("rel") == "canonical":
            self.canonical = told["href"]
        if told.get("id"):
            self.anchors.add(told["id"])
        if self._headed and tag in _HEADINGS:
            self._heading = []

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._heading is not None and tag in _HEADINGS:
            made = heading_anchor("".join(self._heading))
            before = self._headings[made]
            self._headings[made] += 1
            self.anchors.add(f"{made}-{before}" if before else made)
            self._heading = None


def heading_anchor(heading: str) -> str:
    """The anchor of the first heading of these words: lower case, hyphens for spaces."""
    return _NOT_IN_ANCHORS.sub("", heading.strip().lower()).replace(" ", "-")


def dead_links(site: Mapping[str, bytes]) -> list[str]:
    """Each internal link that leads nowhere, as `where it stands -> address`."""
    pages = {path: _read(path, body) for path, body in site.items() if _is_page(path)}
    root = pages["index.html"].canonical if "index.html" in pages else ""
    return [
        f"{path} -> {address}"
        for path, body in site.items()
        for address in (pages[path].addresses if path in pages else _listed(path, body))
        if not _leads_somewhere(path, _inside(address, root), site, pages)
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
    if path.endswith(".md"):
        return _Page(_MARKDOWN.render(text), headed=True)
    return _Page(text)


def _listed(path: str, body: bytes) -> Iterator[str]:
    """The addresses in a file that is no page, relative to it or whole."""
    if path == "search.json":
        yield from _searched(json.loads(body))
    elif path == "feed.json":
        yield from _fed(json.loads(body))
    elif path.endswith("overview.json"):
        up = "../" * path.count("/")
        yield from (f"{up}{quote(page)}/" for page in _pages_in(json.loads(body)))
    elif path == "feed.atom" or (path.startswith("sitemap") and path.endswith(".xml")):
        for element in ElementTree.fromstring(body).iter():  # our own file, no stranger's
            if element.tag.endswith("}link"):
                yield element.attrib["href"]
            elif element.tag.endswith("}loc"):
                yield element.text or ""
            elif element.tag.endswith("}content"):
                yield from _Page(element.text or "").addresses
    elif path == "robots.txt":
        yield from re.findall(r"^Sitemap: (.+)$", body.decode("utf-8"), re.MULTILINE)


def _searched(index: Mapping[str, Any]) -> Iterator[str]:
    """Where the search box leads: to a playlist, an artist, a label, a genre or a track's row."""
    for kind in ("playlists", "artists", "labels", "genres"):
        yield from (f"{kind}/{folder}/" for folder, *_ in index[kind])
    for *_, playlist, row in index["tracks"]:
        yield f"playlists/{index['playlists'][playlist][0]}/#t{row}"


def _fed(feed: Mapping[str, Any]) -> Iterator[str]:
    yield from (feed[name] for name in ("home_page_url", "feed_url") if name in feed)
    for item in feed["items"]:
        if "url" in item:
            yield item["url"]
        yield from _Page(item["content_html"]).addresses


def _pages_in(told: object) -> Iterator[str]:
    """Whatever the data name as a page: the folder of it."""
    if isinstance(told, dict):
        page = told.get("page")
        if isinstance(page, str) and page:
            yield page
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _pages_in(one)


def _inside(address: str, root: str) -> str:
    """An address with the site's own root, where it has that, taken off."""
    return "/" + address.removeprefix(root) if root and address.startswith(root) else address


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
    if anchor and target in pages:
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
