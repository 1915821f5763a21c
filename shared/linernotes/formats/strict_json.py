"""JSON of strangers: the parser of the standard library behind the checks that it lacks.

It works on the file's bytes, in UTF-8, and parses what stands between two of them: a whole document
or one record of a long one (`linernotes.formats.long_json`). Whatever is wrong is told with its
place in the file.
"""

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
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_COLON = re.compile(rb"\s*:")
# Let go while still parsing: where the owner was, texts under somebody's rights, and lists of
# markets that make up half of a Web API file.
NEVER_KEPT = ("ip_addr", "lyrics", "available_markets")
_LONGEST_INTEGER = 19
_LONGEST_FRACTION = 64


def parse(data: bytes, start: int = 0, end: int | None = None, *, depth: int = 0) -> object:
    """Parse the one JSON value between two bytes of a document.

    Numbers that are not finite or absurdly long become `None`, which is a missing value. Lone
    surrogates are left for `cleaning.text` to replace.

    Parameters
    ----------
    data : the document in UTF-8, known to be so.
    start, end : offsets of the value's first byte and of the one after its last.
    depth : how many lists and objects the value is inside of.

    Raises
    ------
    Refused : not JSON (with line and column), cut off, nested too deep, a key twice in an object.
        The nesting is measured before the parser recurses.
    """
    raw = data[start:end]
    if len(raw) > MAX_NESTING - depth:  # a level takes a byte
        _measure(data, start, raw, depth)
    try:
        # The document is UTF-8; only the end of a part that is looked at for its fault may not be.
        text = raw.decode(errors="ignore")
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            raise cut_off(data) from error
        raise broken(data, start + len(text[: error.pos].encode()), error.msg) from error
    except _TwiceError as error:
        raise twice(data, start + _offset_of_repeat(raw), str(error.args[0])) from error


def place(data: bytes, offset: int) -> str:
    """Where the byte at `offset` stands, in lines and characters, for the owner to look it up."""
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode(errors="replace")) + 1
    return f"line {line:,}, column {column:,}"


def cut_off(data: bytes) -> Refused:
    """The refusal of a document that ends too early."""
    return Refused(
        "The JSON is cut off: it ends in the middle of a record",
        place=place(data, len(data.rstrip())),
        advice="Download the export again.",
    )


def broken(data: bytes, offset: int, message: str) -> Refused:
    """The refusal of a document with a fault at `offset`; `message` as the parser words it."""
    return Refused(
        f"The JSON is broken: {message[0].lower()}{message[1:]}",
        place=place(data, offset),
        advice="Download the export again, or drop it as its program wrote it.",
    )


def twice(data: bytes, offset: int, key: str) -> Refused:
    """The refusal of a document in which an object names `key` again at `offset`."""
    return Refused(
        f"The key “{clean(key)[:80]}” stands twice in one object",
        place=place(data, offset),
        advice="Drop the file as its program wrote it.",
    )


def too_many(limit: int) -> Refused:
    """The refusal of a document with more values than are parsed."""
    return Refused(
        f"The JSON holds more than {limit:,} values in one place, which is the limit",
        advice="Split the export into smaller files.",
    )


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
    for key in NEVER_KEPT:
        made.pop(key, None)
    return made


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else None


def _fraction(digits: str) -> float | None:
    value = float(digits) if len(digits) <= _LONGEST_FRACTION else math.inf
    return value if math.isfinite(value) else None


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_fraction,
    parse_constant=lambda _: None,
)


def _measure(data: bytes, start: int, raw: bytes, depth: int) -> None:
    """Refuse too deep nesting and too many values, at the speed of bytes operations.

    Escapes and strings are taken out first; up to the first fault of a broken document, which is
    as far as the parser gets, that is exact.
    """
    bare = raw.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in raw else raw
    # Two quotes side by side are an empty string, or a name and its value that may as well be one.
    marks = bare.translate(None, _OTHERS).replace(b'""', b"")
    if marks.count(b'"') <= MAX_JSON_VALUES:
        marks = b"".join(marks.split(b'"')[::2])
    if len(marks) > MAX_JSON_VALUES:
        raise too_many(MAX_JSON_VALUES)
    if max(accumulate(map(_STEP.__getitem__, marks)), default=0) > MAX_NESTING - depth:
        raise Refused(
            f"The JSON is nested deeper than {MAX_NESTING} levels",
            place=place(data, start + _offset_of_depth(raw, depth)),
            advice="No export is; drop the file as its program wrote it.",
        )


def _offset_of_depth(raw: bytes, depth: int) -> int:
    for token in _TOKEN.finditer(raw):
        depth += _STEP.get(token[0][0], 0)
        if depth > MAX_NESTING:
            return token.start()
    return 0


def _offset_of_repeat(raw: bytes) -> int:
    """Where the first object that names a key again does so; slow, and only for refusals."""
    open_keys: list[set[str]] = []
    for token in _TOKEN.finditer(raw):
        mark = token[0]
        if mark in (b"{", b"["):
            open_keys.append(set())
        elif mark in (b"}", b"]"):
            open_keys.pop()
        elif _COLON.match(raw, token.end()):
            key = str(json.loads(mark, strict=False))
            if key in open_keys[-1]:
                return token.start()
            open_keys[-1].add(key)
    return 0
