"""For search engines: where all pages are. The addresses in it have to be whole ones.

Whether the site may be listed is said by a header of every answer (`X-Robots-Tag`), so robots.txt
forbids nothing: what a robot may not read, its headers neither, is listed by hearsay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from markupsafe import escape

from linernotes.pages.escaping import url_path
from linernotes.pages.views import PageFile

_XML = "application/xml; charset=utf-8"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000  # addresses of one file, by the protocol (sitemaps.org)


def sitemap(pages: Iterable[tuple[str, datetime | None]], root: str) -> tuple[PageFile, ...]:
    """Render robots.txt, and where the site's address is known its sitemap.

    Parameters
    ----------
    pages : folders that end in a slash (empty for home), with the time of the last change.
    root : the site's own address, empty where it is not known.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not root:
        return (_text(robots),)
    files = [_urls(some, root) for some in batched(sorted(pages, key=lambda one: one[0]), _MOST)]
    robots += f"Sitemap: {_absolute(root, 'sitemap.xml')}\n"
    if len(files) == 1:
        return _text(robots), PageFile("sitemap.xml", files[0], _XML)
    parts = [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    index = _xml(
        "sitemapindex", (f"<sitemap><loc>{_absolute(root, p)}</loc></sitemap>" for p in parts)
    )
    named = (PageFile(p, body, _XML) for p, body in zip(parts, files, strict=True))
    return _text(robots), PageFile("sitemap.xml", index, _XML), *named


def _text(robots: str) -> PageFile:
    return PageFile("robots.txt", robots.encode(), "text/plain; charset=utf-8")


def _urls(pages: Iterable[tuple[str, datetime | None]], root: str) -> bytes:
    lines = (
        f"<url><loc>{_absolute(root, path)}</loc>"
        + (f"<lastmod>{at.isoformat()}</lastmod>" if at else "")
        + "</url>"
        for path, at in pages
    )
    return _xml("urlset", lines)


def _xml(element: str, lines: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{element} xmlns="{_NAMESPACE}">'
    return "\n".join([head, *lines, f"</{element}>", ""]).encode()


def _absolute(root: str, target: str) -> str:
    return str(escape(f"{root.rstrip('/')}/{url_path(target)}"))
