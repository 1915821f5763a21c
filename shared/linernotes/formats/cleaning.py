"""Values out of untrusted files: each function gives a clean value or the missing one.

Nothing here raises. A value of the wrong type, out of its range or not to be trusted is missing:
an empty string or `None`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from linernotes import features as sound
from linernotes.models import Features

# Longer than any genuine name by far; a name beyond it would only burden every page it is on.
MAX_TEXT = 10_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_MS = 24 * 60 * 60 * 1000

# Controls (the ones that are white space become a space below), direction overrides and isolates,
# zero-width characters. Joiners stay: emoji and several scripts need them.
_DROPPED = dict.fromkeys(
    [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
    + [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC)]
    + [0x200B, *range(0x2060, 0x2065), 0xFEFF]
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?\d{1,19}(\.\d{0,25})?([eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z]{1,64}", re.ASCII)
_BARE_ID = re.compile(r"[0-9A-Za-z]{22}", re.ASCII)
_LINK = re.compile(
    r"https?://open\.spotify\.com/(?:intl-[a-z-]{2,8}/)?(?P<kind>[a-z]+)/(?P<id>[0-9A-Za-z]{1,64})"
    r"(?:[?#].*)?",
    re.ASCII | re.DOTALL,
)
# Nothing but these hosts, without port, credentials or query: the address ends up in an <img>.
_ART = re.compile(
    r"https://(?:i\.scdn\.co|mosaic\.scdn\.co|image-cdn-(?:ak|fa)\.spotifycdn\.com)"
    r"/[0-9A-Za-z_-]+(?:/[0-9A-Za-z_-]+)*",
    re.ASCII,
)

_UNIT = tuple(feature for feature in sound.SOUND if (feature.low, feature.high) == (0.0, 1.0))
_LOUDNESS = next(feature for feature in sound.SOUND if feature.name == "loudness")
_TEMPO = next(feature for feature in sound.SOUND if feature.name == "tempo")
# Where no beat was found, Spotify writes these as 0 beside tempo 0; that is no measurement.
_NEED_A_BEAT = ("danceability", "speechiness", "valence")


def text(value: object) -> str:
    """One line of text: controls and invisible characters gone, white space single.

    HTML entities and markup stay as they are: they are literal text of a name. A lone surrogate
    becomes U+FFFD. Text beyond `MAX_TEXT` characters is cut.
    """
    if not isinstance(value, str):
        return ""
    line = value[:MAX_TEXT]
    if not (line.isascii() and line.isprintable()):
        line = _SURROGATE.sub("\ufffd", line.translate(_DROPPED))
    return " ".join(line.split())


def told(value: object) -> str:
    """Like `text`, but the word `undefined`, a script's missing value, is missing."""
    line = text(value)
    return "" if line == "undefined" else line


def names(values: Iterable[object]) -> tuple[str, ...]:
    """The distinct names among `values`, in their order."""
    return tuple(dict.fromkeys(name for name in map(told, values) if name))


def number(value: object) -> float | None:
    """A finite number out of a number or its decimal notation; a truth value is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value.strip()) else None
    # The comparison is false for NaN and the infinities.
    if isinstance(value, int | float) and abs(value) <= sys.float_info.max:
        return float(value)
    return None


def whole(value: object, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`."""
    parsed = number(value)
    if parsed is None or not parsed.is_integer() or not low <= parsed <= high:
        return None
    return int(parsed)


def duration(value: object) -> int | None:
    """Milliseconds of a track: more than none, at most a day."""
    parsed = number(value)
    return whole(round(parsed), 1, _DAY_MS) if parsed is not None else None


def flag(value: object) -> bool | None:
    """A truth value, also where it is spelt out."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(text(value).lower())


def release_date(value: object) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as far as it is a date; `0000` is missing."""
    found = _DATE.fullmatch(text(value))
    if not found or not 1000 <= int(found[1]) < 3000:
        return ""
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return str(year)
    if day is None or not _is_day(int(year), int(month), int(day)):
        return f"{year}-{month}"
    return f"{year}-{month}-{day}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def moment(value: object) -> datetime | None:
    """A point in time in UTC out of ISO 8601; 1970-01-01T00:00:00Z means unknown."""
    line = text(value)
    if not _MOMENT.fullmatch(line):
        return None
    try:
        parsed = datetime.fromisoformat(line)
        at = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at > _EPOCH else None


def isrc(value: object) -> str:
    """An International Standard Recording Code in capitals, without hyphens."""
    code = text(value).replace("-", "").upper()
    return code if _ISRC.fullmatch(code) else ""


def art(value: object) -> str:
    """The address of a picture on one of Spotify's image hosts."""
    return value if isinstance(value, str) and len(value) < 300 and _ART.fullmatch(value) else ""


def spotify_id(value: object, kind: str) -> str:
    """The id of a `kind` (artist, album) out of an id, a URI or a link."""
    line = text(value)
    if link := _LINK.fullmatch(line):
        return link["id"] if link["kind"] == kind else ""
    bare = line.removeprefix(f"spotify:{kind}:")
    return bare if _ID.fullmatch(bare) else ""


def track_uri(value: object) -> str:
    """A Spotify URI out of a URI, a link or a track's bare id; of any kind, not tracks alone."""
    line = told(value)
    if link := _LINK.fullmatch(line):
        return f"spotify:{link['kind']}:{link['id']}"
    if _BARE_ID.fullmatch(line):
        return f"spotify:track:{line}"
    if line.startswith("spotify:local:"):
        return line
    kind, _, bare = line.removeprefix("spotify:").partition(":")
    known = line.startswith("spotify:") and kind.isalpha() and _ID.fullmatch(bare)
    return line if known else ""


def features(values: Mapping[str, object]) -> Features | None:
    """Audio features out of `values` by their Web API names; `None` when all are missing."""
    if not values:  # most formats tell none
        return None
    read: dict[str, Any] = {}
    for feature in (*_UNIT, _LOUDNESS, _TEMPO):
        value = number(values.get(feature.name))
        read[feature.name] = value if value is not None and feature.holds(value) else None
    if number(values.get("tempo")) == 0:
        for name in _NEED_A_BEAT:
            read[name] = read[name] or None
    read["key"] = whole(values.get("key"), 0, 11)
    read["mode"] = whole(values.get("mode"), 0, 1)
    read["time_signature"] = whole(values.get("time_signature"), 1, 7)
    if all(value is None for value in read.values()):
        return None
    return Features(**read)
