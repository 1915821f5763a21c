"""Tables to take away: CSV that a spreadsheet reads as text, and this program as an export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

from linernotes.models import Features, Track
from linernotes.pages.escaping import one_line
from linernotes.pages.links import at_spotify

# What a spreadsheet takes for a formula at the start of a cell, as wide characters too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# The column titles of exportify.net, which every program that moves playlists reads.
# Who measured is no column of theirs.
_FEATURES = tuple(field.name for field in fields(Features) if field.name != "by")
TRACK_TITLES = (
    "Track URI",
    "Track Name",
    "Album Name",
    "Artist Name(s)",
    "Release Date",
    "Duration (ms)",
    "Popularity",
    "Explicit",
    "Genres",
    "Record Label",
    *(name.replace("_", " ").title() for name in _FEATURES),
    "Address",
)

type Cell = str | float | bool | None


def csv_of(
    titles: Sequence[str], rows: Iterable[Sequence[Cell]], put: Callable[[str], str] = one_line
) -> bytes:
    """Write a table as RFC 4180 has it, in UTF-8 with the mark that spreadsheets know it by.

    A text that a spreadsheet would take for a formula begins with an apostrophe. What is not
    known is an empty cell. `put` is what becomes of a text before.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([_cell(value, put) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def track_cells(track: Track) -> tuple[Cell, ...]:
    """What is known of a track, under `TRACK_TITLES`."""
    told = track.features or Features()
    return (
        track.uri,
        track.name,
        track.album,
        ";".join(track.artists),
        track.release_date,
        track.duration_ms,
        track.popularity,
        track.explicit,
        ",".join(track.genres),
        track.label,
        *(getattr(told, name) for name in _FEATURES),
        at_spotify(track),
    )


def _cell(value: Cell, put: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    text = put(value)
    # One that began with apostrophes before a formula gets another, so that it can be undone.
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text
