"""Parsed JSON of strangers: asking a value for what it ought to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TypeGuard, cast

from linernotes.formats.long_json import Rows

JsonObject = Mapping[str, object]

# Rows of one export are alike. A list of ten million numbers is looked at by every reader.
_FIRST = 1000


def as_object(value: object) -> JsonObject:
    """`value` if it is a JSON object, else an empty one."""
    return cast(JsonObject, value) if isinstance(value, dict) else {}


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Whether `value` is a JSON list, of whatever length."""
    return isinstance(value, list | Rows)


def as_list(value: object) -> Sequence[object]:
    """`value` if it is a JSON list, else an empty one; a long one is parsed as it is walked."""
    return value if isinstance(value, list | Rows) else []


def any_of_first(items: Sequence[object], test: Callable[[object], bool]) -> bool:
    """Whether one of the first thousand of `items` passes `test`."""
    return any(map(test, _first(items)))


def all_of_first(items: Sequence[object], test: Callable[[object], bool]) -> bool:
    """Whether there are items, and the first thousand of them pass `test`."""
    return bool(items) and all(map(test, _first(items)))


def _first(items: Sequence[object]) -> Iterable[object]:
    return items.head if isinstance(items, Rows) else islice(items, _FIRST)


def has_keys(*keys: str) -> Callable[[object], bool]:
    """A test for objects that hold all of `keys`."""
    wanted = frozenset(keys)
    return lambda value: as_object(value).keys() >= wanted
