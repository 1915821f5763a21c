"""Untrusted text on its way into a page: one escape for each place it can end up in.

Names are written by strangers. They are shown as they are, on one line and never as markup. HTML
goes through the autoescaping of the templates; the functions here make the few snippets that are
put together in Python.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType
from urllib.parse import quote

from markupsafe import Markup, escape

# Text that is Markdown already. Only functions that escape make it, so mypy sees a raw name on
# its way into a page.
Md = NewType("Md", str)

MAX_SHOWN = 200
LONG = 80  # a page may fold a name of more characters than this
MAX_MARKS = 6
UNTITLED = "(untitled)"

# Controls, direction marks, overrides and isolates, invisible operators, byte-order marks and
# annotation anchors. Joiners stay: emoji and several scripts need them.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# What leaves no trace by itself: joiners, fillers, variation selectors, tags, a cell of no dots.
_TRACELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e01ef\\s]*"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKDOWN = re.compile(r"[\\`*_\[\]{}#~|]|(?<=\{)%")
_STARTS_BLOCK = re.compile(r"[-+=](?=\s|$|[-=])|\d{1,9}(?=[.)](\s|$))")
# A character reference, as distinct from the ampersand of "Simon & Garfunkel".
_REFERENCE = re.compile(r"&(?=#?\w)")
# What renderers of GitHub's dialect turn into a link without being asked.
_SCHEME = re.compile(r"(?<=\w):(?=//)")
_HOST = re.compile(r"(?<=www)\.", re.IGNORECASE)
_MAILBOX = re.compile(r"(?<=[\w.+-])@(?=\w)")

_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\u1100-\u11ff\uac00-\ud7af]"), "ko"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
)


@dataclass(frozen=True)
class Shown:
    """A name as it is shown. `whole` is the name before it was cut, empty where it was not."""

    text: str
    whole: str = ""


def one_line(text: str) -> str:
    """Put `text` on one line: no control, direction or zero-width characters, single spaces."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():  # most names, and most texts of ours
        return spaced
    visible = _INVISIBLE.sub("", _LONE_SURROGATE.sub("\ufffd", spaced))
    return " ".join(visible.split())


def shown(text: str, limit: int = MAX_SHOWN) -> Shown:
    """Cut a name to `limit` characters and a letter's combining marks to `MAX_MARKS`."""
    whole = one_line(text)
    cut = _thin(whole)
    if len(cut) > limit:
        cut = cut[: limit - 1].rstrip() + "…"
    return Shown(cut) if cut == whole else Shown(cut, whole)


def titled(name: str) -> str:
    """Give a name as it is, or `UNTITLED` for one of which a reader would see nothing."""
    return UNTITLED if _TRACELESS.fullmatch(one_line(name)) else name


def markdown(text: str) -> Md:
    """Escape text for a Markdown paragraph, heading or table cell.

    Beside CommonMark's own characters: pipes of tables, bare addresses that GitHub would link,
    dollar signs that it would read as mathematics, and the braces of Liquid. GitHub finds mail
    addresses and mathematics after it has resolved escapes, so a tag must part them.
    """
    line = one_line(text)
    start = _STARTS_BLOCK.match(line)
    escaped = _MARKDOWN.sub(r"\\\g<0>", _REFERENCE.sub("&amp;", line))
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    escaped = _HOST.sub(r"\.", _SCHEME.sub(r"\:", escaped))
    escaped = _MAILBOX.sub("<span>@</span>", escaped).replace("$", "<span>$</span>")
    if start:
        at = start.end() if start[0][0].isdigit() else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return Md(escaped)


def markdown_attribute(text: str) -> str:
    """Escape text for a quoted attribute of an HTML tag inside Markdown, tables too."""
    escaped = html.escape(one_line(text), quote=True)
    return re.sub(r"[\\`*_\[\]{}~|$@]", lambda found: f"&#{ord(found[0])};", escaped)


# A name stands on many pages of a run, in tables again and again.
@lru_cache(maxsize=8_192)
def markdown_name(text: str) -> Md:
    """Escape a name; where it is too long to be shown whole, the whole one is its title."""
    name = shown(text)
    if not name.whole:
        return markdown(name.text)
    return Md(f'<span title="{markdown_attribute(name.whole)}">{markdown(name.text)}</span>')


@lru_cache(maxsize=8_192)
def html_name(text: str) -> Markup:
    """Return a name as HTML, its direction kept apart from its surroundings.

    A name in a script that only one language uses says so, for the right font and voice.
    """
    name = shown(text)
    whole = name.whole or (name.text if len(name.text) > LONG else "")
    title = Markup(' class="long" title="{}"').format(whole) if whole else ""
    spoken = _language(name.text)
    lang = Markup(' lang="{}"').format(spoken) if spoken else ""
    return Markup("<bdi") + lang + title + Markup(">") + escape(name.text) + Markup("</bdi>")


def url_path(path: str) -> str:
    """Percent-encode a path of the site: everything but unreserved characters and `/`."""
    return "/".join(quote(part, safe="") for part in path.split("/"))


def _language(text: str) -> str:
    if text.isascii():
        return ""
    return next((code for letters, code in _SCRIPTS if letters.search(text)), "")


def _thin(text: str) -> str:
    """Drop the combining marks that pile up on a letter beyond `MAX_MARKS`."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
