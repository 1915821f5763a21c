"""An export once its bytes are decoded, and what a reader says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from linernotes.errors import Refused
from linernotes.models import Listening, Reading, TopTracks, Track


class NotAnExport(Refused):
    """The file may be whole, but it is none of the formats that are read here."""


@dataclass(frozen=True)
class JsonFile:
    """A parsed JSON document. `value` is what the strict parser made of it."""

    key: str
    value: object


@dataclass(frozen=True)
class Table:
    """A delimited file: its titles, stripped, and a way to walk its rows.

    `rows()` starts anew each time and yields the cells of each row that is not blank; it raises
    `Refused` where the quoting breaks. `lines()` gives the text as it stands, titles and all.
    """

    key: str
    delimiter: str
    titles: tuple[str, ...]
    rows: Callable[[], Iterator[list[str]]] = field(repr=False)
    lines: Callable[[], Iterator[str]] = field(repr=False)


@dataclass(frozen=True)
class TextFile:
    """Text that is neither JSON nor a table with titles. `lines()` starts anew each time."""

    key: str
    lines: Callable[[], Iterator[str]] = field(repr=False)


Source = JsonFile | Table | TextFile


@dataclass(frozen=True)
class Contents:
    """What a reader found in an export."""

    playlists: tuple[Reading, ...] = ()
    liked: frozenset[str] = frozenset()
    facts: tuple[Track, ...] = ()
    listening: tuple[Listening, ...] = ()
    top_tracks: tuple[TopTracks, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A reader's word that a source is in its format: why it thinks so, and how to read on."""

    because: str
    read: Callable[[], Contents]


@dataclass(frozen=True)
class Format:
    """One kind of export: its id, and the function that claims a source or leaves it alone."""

    id: str
    claim: Callable[[Source], Claim | None]
