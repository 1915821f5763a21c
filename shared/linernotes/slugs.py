"""The folder name under which a thing is published, made from its name.

Everything here is pure: which thing owns a slug is the catalog's business. `slug` is what a thing
asks for first; when another thing owns that, it asks for `slug_with_suffix`.
"""

from __future__ import annotations

import re
import unicodedata

from linernotes.identity import digest

MAX_BYTES = 80

_SEPARATORS = re.compile(r"""[\s&#.*%?$'"/\\:<>|+\[\]@`]+""")
# Fullwidth dots and slashes fold to a path on systems that compare names by compatibility.
_PATH_LOOKALIKES = str.maketrans(dict.fromkeys("．／＼", " "))
# Marks without width that are not in the categories for control and format characters: joiners,
# fillers and variation selectors. Two names that look the same should ask for the same slug.
_WIDTHLESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_GONE = ("Cc", "Cf", "Cs")

# File names of the site itself, and device names that some systems will not check out.
_RESERVED = frozenset(
    [
        *("404", "artists", "assets", "audio_features", "clusters", "errors", "favicon", "feed"),
        *("genres", "images", "inbox", "index", "labels", "overview", "playlists", "readme"),
        *("robots", "search", "sitemap", "aux", "con", "nul", "prn"),
        *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789"),
    ]
)


def slug(name: str) -> str:
    """Return the slug that a thing called `name` asks for first.

    NFC, lower case, without control, bidi and zero-width characters; runs of white space and of
    the characters that mean something in a path, an address or Markdown become one `_`; at most
    80 bytes of UTF-8. An empty or reserved result has a suffix made from the name.
    """
    base = _base(name)
    return base if _is_free(base) else slug_with_suffix(name, name)


def slug_with_suffix(name: str, key: str, digits: int = 6) -> str:
    """Return the slug of `name` for the second thing that asks for it, at most 80 bytes.

    Parameters
    ----------
    name : the thing's name.
    key : the thing's identity, from which the suffix is made.
    digits : hex digits of the suffix; more of them where even the suffixed slug is taken.
    """
    suffix = "-" + digest("slug", key)[:digits]
    return _cut(_base(name) or "untitled", MAX_BYTES - len(suffix)) + suffix


def _base(name: str) -> str:
    spaced = name.translate(_PATH_LOOKALIKES)
    # Line breaks are control characters too: they separate words before the others go.
    spaced = re.sub(r"\s", " ", spaced)
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _GONE)
    visible = _NONCHARACTERS.sub("", _WIDTHLESS.sub("", visible))
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", visible).lower())
    return _cut(_SEPARATORS.sub("_", lowered), MAX_BYTES)


def _is_free(base: str) -> bool:
    return bool(base) and unicodedata.normalize("NFKC", base) not in _RESERVED


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
