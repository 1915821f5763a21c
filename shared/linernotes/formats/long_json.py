"""JSON documents of any length: long lists near the top stay bytes until somebody walks them.

A slice of the Million Playlist Dataset or a listening history takes ten times its size once parsed;
its records one by one take nothing. So a long list becomes `Rows`, which parses an item when it is
asked for it and forgets it. The whole document is checked once before anyone reads in it: it is
refused for its last record as for its first.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from linernotes.formats import strict_json
from linernotes.formats.limits import MAX_JSON_ITEMS, MAX_JSON_VALUES, MAX_NESTING

SHORT = 256 * 1024  # bytes of a value that is parsed at once
_HEAD = 1_000  # items of a long list that are kept, as every reader looks at them
_DEEPEST = 5  # levels of lists and objects that are taken apart here; no export has more
_WINDOW = 16 * 1024 * 1024  # bytes of a value without an end in which its fault is looked for

_SPACE = re.compile(rb"[ \t\n\r]*")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,:"\[\]{}]+')
# Everything up to and with the next bracket that is not inside a string.
_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_OPENS = (b"[", b"{")


class Rows(Sequence[object]):
    """A long list of a document, each item parsed anew when it is asked for."""

    def __init__(self, data: bytes, starts: array[int], depth: int) -> None:
        self._data = data
        self._starts = starts
        self._depth = depth

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> object: ...
    @overload
    def __getitem__(self, index: slice) -> list[object]: ...
    def __getitem__(self, index: int | slice) -> object:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return _value(self._data, self._starts[index], self._depth)[0]

    def __iter__(self) -> Iterator[object]:
        return (self[index] for index in range(len(self)))

    @cached_property
    def head(self) -> list[object]:
        """The first thousand items, fewer of large ones, by which the format is told."""
        within = bisect_right(self._starts, self._starts[0] + SHORT) if self else 0
        return self[: min(within, _HEAD)]


def parse(data: bytes) -> object:
    """Parse a JSON document in UTF-8; lists of more than 256 KB near its top become `Rows`.

    Raises
    ------
    Refused : as `strict_json.parse`, with the place of the document's first fault.
    """
    # Walking over millions of empty ones would take a minute. Brackets in names count, and are few.
    if data.count(b"[") + data.count(b"{") > MAX_JSON_VALUES:
        raise strict_json.too_many(MAX_JSON_VALUES)
    value, end = _value(data, _skip(data, 0), 0)
    rest = _skip(data, end)
    if rest < len(data):
        raise strict_json.broken(data, rest, "Extra data")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[object, int]:
    """The value at `at`, inside of `depth` lists and objects, and the offset of its end."""
    end = _end_of(data, at, at + SHORT)
    if end is None and depth < _DEEPEST:
        mark = data[at : at + 1]
        if mark == b"{":
            return _object(data, at, depth)
        first = _skip(data, at + 1)
        if mark == b"[" and data[first : first + 1] in _OPENS:
            return _rows(data, at, depth)
    if end is None:
        end = _end_of(data, at, len(data)) or at + _WINDOW
    return strict_json.parse(data, at, end, depth=depth), end


def _rows(data: bytes, start: int, depth: int) -> tuple[Rows, int]:
    """The list at `start`, every item parsed once to see whether it can be."""
    starts = array("Q")
    at = start
    mark = b","
    while mark == b",":
        at = _after_comma(data, at, b"]", "array")
        starts.append(at)
        if len(starts) > MAX_JSON_ITEMS:
            raise strict_json.too_many(MAX_JSON_ITEMS)
        _, end = _value(data, at, depth + 1)
        at, mark = _mark(data, end)
    if mark != b"]":
        raise strict_json.broken(data, at, "Expecting ',' delimiter")
    return Rows(data, starts, depth + 1), at + 1


def _object(data: bytes, start: int, depth: int) -> tuple[dict[str, object], int]:
    """The object at `start`, which is not empty: it is long."""
    made: dict[str, object] = {}
    at = start
    mark = b","
    while mark == b",":
        at = _after_comma(data, at, b"}", "object")
        named = _STRING.match(data, at)
        if not named:
            if _mark(data, at)[1] == b'"':
                raise strict_json.cut_off(data)
            raise strict_json.broken(data, at, "Expecting property name enclosed in double quotes")
        key = str(strict_json.parse(data, at, named.end()))
        if key in made:
            raise strict_json.twice(data, at, key)
        at, colon = _mark(data, named.end())
        if colon != b":":
            raise strict_json.broken(data, at, "Expecting ':' delimiter")
        made[key], end = _value(data, _skip(data, at + 1), depth + 1)
        at, mark = _mark(data, end)
    if mark != b"}":
        raise strict_json.broken(data, at, "Expecting ',' delimiter")
    for name in strict_json.NEVER_KEPT:
        made.pop(name, None)
    return made, at + 1


def _after_comma(data: bytes, comma: int, end: bytes, kind: str) -> int:
    """Where the item after a comma, or after the opening bracket, begins."""
    at = _skip(data, comma + 1)
    if data[at : at + 1] == end:
        message = f"Illegal trailing comma before end of {kind}"
        raise strict_json.broken(data, comma, message)
    return at


def _mark(data: bytes, end: int) -> tuple[int, bytes]:
    """What comes after a value that ends at `end`, and where; refused where nothing does."""
    at = _skip(data, end)
    if at >= len(data):
        raise strict_json.cut_off(data)
    return at, data[at : at + 1]


def _skip(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at


def _end_of(data: bytes, at: int, limit: int) -> int | None:
    """Where the value at `at` ends; `None` if not before `limit`, or if there is none."""
    mark = data[at : at + 1]
    if mark not in _OPENS:
        found = (_STRING if mark == b'"' else _SCALAR).match(data, at, limit)
        return found.end() if found else None
    depth = 0
    while bracket := _BRACKET.match(data, at, limit):
        at = bracket.end()
        depth += 1 if bracket[1] in _OPENS else -1
        if depth == 0:
            return at
        if depth > MAX_NESTING:
            return None
    return None
