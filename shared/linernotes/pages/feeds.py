"""What changed, for feed readers: Atom (RFC 4287) and JSON Feed 1.1.

Where the site's address is not known, Atom's links are relative, which it allows, and JSON Feed,
which has none, leaves them out.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from linernotes.pages.change_words import IN_A_FEED
from linernotes.pages.escaping import shown, url_path
from linernotes.pages.views import ChangeLine, PageFile
from linernotes.pages.words import between

ATOM, JSON = "feed.atom", "feed.json"
# What XML 1.0 has no way to say, and names may hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = uuid.UUID("6f0e9f3e-59c4-5f0e-9a39-6d4a5f4d1f4b")


def feeds(lines: Sequence[ChangeLine], root: str = "") -> tuple[PageFile, ...]:
    """Render both feeds; none where nothing has changed yet.

    Parameters
    ----------
    lines : newest first; a feed takes the first `IN_A_FEED`.
    root : the site's own address, empty where it is not known.
    """
    kept = lines[:IN_A_FEED]
    if not kept:
        return ()
    return (
        PageFile(ATOM, _atom(kept, root), "application/atom+xml; charset=utf-8"),
        PageFile(JSON, _json(kept, root), "application/json; charset=utf-8"),
    )


def _atom(lines: Sequence[ChangeLine], root: str) -> bytes:
    rendered = (
        _environment()
        .get_template(ATOM)
        .render(
            id=root or f"urn:uuid:{_NAMESPACE}",
            updated=max(line.at for line in lines),
            root=root,
            absolute=lambda target: _absolute(root, target),
            address=lambda folder: _address(root, folder) if root else _relative(folder),
            lines=lines,
        )
    )
    return (rendered.strip() + "\n").encode()


def _json(lines: Sequence[ChangeLine], root: str) -> bytes:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Liner notes: what changed",
        "language": "en",
        "items": [_item(line, root) for line in lines],
    }
    if root:
        feed |= {"home_page_url": _address(root, ""), "feed_url": _absolute(root, JSON)}
    text = json.dumps(feed, ensure_ascii=False, indent=1)
    # As in every JSON of the site: no tag can begin in it.
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return (text + "\n").encode()


def _item(line: ChangeLine, root: str) -> dict[str, Any]:
    item = {
        "id": f"urn:uuid:{_uuid(line)}",
        "title": _title(line),
        "content_html": _content(line),
        "date_published": line.at.isoformat(),
    }
    return item | ({"url": _address(root, _place(line))} if root else {})


def _title(line: ChangeLine) -> str:
    names = _joined([to.name for to in line.links])
    return f"{line.label}{': ' if names else ''}{names}" + (
        f" and {line.more:,} more" if line.more else ""
    )


def _content(line: ChangeLine) -> str:
    """HTML as text: names are escaped here, once more by what the feed is written in."""
    items = Markup("").join(
        Markup("<li>{}{}{}</li>").format(
            note.label,
            ": " + _joined(note.names) if note.names else "",
            f" and {note.more:,} more" if note.more else "",
        )
        for note in line.notes
    )
    made = Markup("<ul>{}</ul>").format(items) if items else escape(_title(line))
    return str(made)


def _joined(names: Sequence[str]) -> str:
    return between(names).join(shown(name).text for name in names)


def _place(line: ChangeLine) -> str:
    return line.links[0].path if len(line.links) == 1 else ""


def _uuid(line: ChangeLine) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, line.key)


def _absolute(root: str, target: str) -> str:
    return f"{root.rstrip('/')}/{url_path(target)}"


def _address(root: str, folder: str) -> str:
    return _absolute(root, folder + "/" if folder else "")


def _relative(folder: str) -> str:
    return url_path(folder) + "/" if folder else "./"


def _printable(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        uuid=_uuid, title=_title, place=_place, content=_content, printable=_printable
    )
    return made
