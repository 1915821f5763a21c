"""What a site shows of its own past: it depends on what was published before, all else does not.

Sites that are to be the same whatever happened on the way are compared without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

FEEDS = ("feed.atom", "feed.json")
_HTML = re.compile(
    rb'<section class="block" id="(?:what-changed|clusters-over-time)".*?</section>\n?', re.DOTALL
)
_LINKS = re.compile(rb'<link rel="alternate" [^>]*href="feed\.[^>]*>\n')
_MARKDOWN = re.compile(
    rb"\n## What changed\n.*?(?=\n## |\n[A-Z]|\Z)|\n## Clusters over time\n.*?(?=\n## |\Z)",
    re.DOTALL,
)


def without_memory(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The objects of a site by path; change log, feeds and history left out."""
    return {path: _without(path, body) for path, body in site.items() if path not in FEEDS}


def _without(path: str, body: bytes) -> bytes:
    if path.endswith(".html"):
        return _LINKS.sub(b"", _HTML.sub(b"", body))
    if path.endswith(".md"):
        return _MARKDOWN.sub(b"", body).rstrip() + b"\n"
    if path.endswith("overview.json"):
        told = json.loads(body)
        told.pop("changes", None)
        told.pop("history", None)
        return json.dumps(told, ensure_ascii=False).encode()
    return body


def rows_without_memory(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the catalog without what pages show of the past: of each object that it stands."""
    return [
        row | {"files": sorted(set(row["files"]) - set(FEEDS))} if "files" in row else row
        for row in rows
        if not row["pk"].startswith(("LOG", "HISTORY"))
    ]
