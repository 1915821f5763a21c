"""What a label field names, by the plain words of the rule, apart from how the product reads it.

Plain rules do for nearly all fields; the rest is written out in `BY_HAND`. Nothing here is shared
with `linernotes.labels`, so that what one of them gets wrong the other tells.
"""

from __future__ import annotations

import re
import unicodedata

# What no plain rule here reads, and what it names: key, and how this field spells it.
BY_HAND: dict[str, dict[str, str]] = {
    "2022 Z.I. Productions BY PIL LTD": {"z.i. productions by pil": "Z.I. Productions BY PIL LTD"},
    "ABKCO Music and Records, Inc.": {"abkco music and records": "ABKCO Music and Records, Inc."},
    "Rec. 118": {"rec. 118": "Rec. 118"},
    "予浪創樂股份有限公司": {"予浪創樂": "予浪創樂股份有限公司"},
}
_FORM = (
    r"(?:(?i:inc|llc|ltd|limited|corporation|corp|co|gmbh|gmbh & co\. kg|srl|a/s|s\.r\.o"
    r"|(?:pty|pvt)\.? ltd)|AB|BV|B\.V|N\.V|S\.A|S\.L)\.?"
)
_ENDING = re.compile(rf"[ ,]+{_FORM}$")
_WORD = re.compile(r" +(?:records|recordings|rec\.?|labels?)$", re.IGNORECASE)
_CODE = re.compile(r" *\(([A-Z0-9]+)\)$")
_COUNTRY = re.compile(r" *\((UK|France|Norway)\)$")
_BESIDE = re.compile(r",? (?:under exclusive license|exclusively licensed) to ")
_BEHIND = re.compile(
    r"(?: - exclusively distributed by |, a division of |, a (?=.* joint venture$)).*$",
    re.IGNORECASE,
)
# A comma before a form, the slash of T/A, that of 20/20, and two slashes.
_KEPT = re.compile(rf",(?= ?{_FORM}(?:\W|$))|(?<=\b\w)/(?=\w\b)|(?<=\d)/(?=\d)|//")
_HIDDEN = {",": "\1", "/": "\2", ";": "\3"}


def labels_in(raw: str, artists: tuple[str, ...] = ()) -> dict[str, str]:
    """The labels that a field names, each with its spelling; a name of the artists is one name."""
    if raw in BY_HAND:
        return BY_HAND[raw]
    text = _BEHIND.sub("", _BESIDE.sub("; ", " ".join(raw.split())))
    text = _KEPT.sub(_hide, text)
    for artist in artists:
        text = re.sub(rf"(?<!\w){re.escape(artist)}(?!\w)", _hide, text, flags=re.IGNORECASE)
    parts = (_shown(part).strip() for part in re.split("[,/;]", text))
    found: dict[str, str] = {}
    for part in parts:
        if part:
            found.setdefault(label_key(part), part)
    return found


def label_key(name: str) -> str:
    """The name under which spellings of one label meet."""
    [by_hand] = BY_HAND.get(name, {"": ""})
    if by_hand:
        return by_hand
    rest = _COUNTRY.sub(r" \1", name.rstrip("*").strip())
    for ending in (_CODE, _ENDING, _ENDING, _WORD, _WORD):
        shorter = ending.sub("", rest)
        rest = shorter if shorter.casefold() not in ("", "the") else rest
    folded = unicodedata.normalize("NFKC", rest).casefold()
    return " ".join(folded.split()).rstrip(".")


def _hide(found: re.Match[str]) -> str:
    return "".join(_HIDDEN.get(sign, sign) for sign in found[0])


def _shown(text: str) -> str:
    for sign, hidden in _HIDDEN.items():
        text = text.replace(hidden, sign)
    return text
