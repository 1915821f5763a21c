"""JSON of strangers: the parser of the standard library behind the checks that it lacks."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate

from linernotes.errors import Refused
from linernotes.formats.cleaning import text as clean
from linernotes.formats.limits import MAX_JSON_VALUES, MAX_NESTING

_KEEP = b'"[]{},'
_OTHERS = bytes(set(range(256)) - set(_KEEP))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1, ord(","): 0}
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_COLON = re.compile(r"\s*:")
# Let go while still parsing: where the owner was, texts under somebody's rights, and lists of
# markets that make up half of a Web API file.
_NEVER_KEPT = ("ip_addr", "lyrics", "available_markets")
_LONGEST_INTEGER = 19
_LONGEST_FRACTION = 64


def parse(text: str) -> object:
    """Parse one JSON document.

    Numbers that are not finite or absurdly long become `None`, which is a missing value. Lone
    surrogates are left for `cleaning.text` to replace.

    Raises
    ------
    Refused : not JSON (with line and column), cut off, nested too deep, a key twice in an object.
        The nesting is measured before the parser recurses.
    """
    _measure(text)
    decoder = json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=_integer,
        parse_float=_fraction,
        parse_constant=lambda _: None,
    )
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from error
    except _TwiceError as error:
        raise Refused(
            f"The key “{clean(error.args[0])[:80]}” stands twice in one object",
            place=_place_of_repeat(text),
            advice="Drop the file as its program wrote it.",
        ) from error


def place(text: str, offset: int) -> str:
    """Where the `offset`-th character of `text` stands, for the owner to look it up."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line:,}, column {offset - text.rfind('\n', 0, offset):,}"


class _TwiceError(Exception):
    """A key met twice, on its way through the parser."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _TwiceError(key)
            seen.add(key)
    for key in _NEVER_KEPT:
        made.pop(key, None)
    return made


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else None


def _fraction(digits: str) -> float | None:
    value = float(digits) if len(digits) <= _LONGEST_FRACTION else math.inf
    return value if math.isfinite(value) else None


def _measure(text: str) -> None:
    """Refuse too deep nesting and too many values, at the speed of bytes operations.

    Escapes and strings are taken out first; up to the first fault of a broken document, which is
    as far as the parser gets, that is exact.
    """
    raw = text.encode("utf-8", "surrogatepass").replace(b"\\\\", b"").replace(b'\\"', b"")
    # Two quotes side by side are an empty string, or a name and its value that may as well be one.
    marks = raw.translate(None, _OTHERS).replace(b'""', b"")
    if marks.count(b'"') <= MAX_JSON_VALUES:
        marks = b"".join(marks.split(b'"')[::2])
    if len(marks) > MAX_JSON_VALUES:
        raise Refused(
            f"The JSON holds more than {MAX_JSON_VALUES:,} values, which is the limit",
            advice="Split the export into smaller files.",
        )
    if max(accumulate(map(_STEP.__getitem__, marks)), default=0) > MAX_NESTING:
        raise Refused(
            f"The JSON is nested deeper than {MAX_NESTING} levels",
            place=_place_of_depth(text),
            advice="No export is; drop the file as its program wrote it.",
        )


def _place_of_depth(text: str) -> str:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += _STEP.get(ord(token[0][0]), 0)
        if depth > MAX_NESTING:
            return place(text, token.start())
    return ""


def _place_of_repeat(text: str) -> str:
    """Where the first object that names a key again does so; slow, and only for refusals."""
    open_keys: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in ("{", "["):
            open_keys.append(set())
        elif mark in ("}", "]"):
            open_keys.pop()
        elif _COLON.match(text, token.end()):
            key = str(json.loads(mark, strict=False))
            if key in open_keys[-1]:
                return place(text, token.start())
            open_keys[-1].add(key)
    return ""


def _broken(text: str, error: json.JSONDecodeError) -> Refused:
    rest = text[error.pos :].strip()
    if not rest or error.msg.startswith("Unterminated string"):
        return Refused(
            "The JSON is cut off: it ends in the middle of a record",
            place=place(text, len(text.rstrip())),
            advice="Download the export again.",
        )
    return Refused(
        f"The JSON is broken: {error.msg[0].lower()}{error.msg[1:]}",
        place=place(text, error.pos),
        advice="Download the export again, or drop it as its program wrote it.",
    )
