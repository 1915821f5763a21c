"""Tables of Soundiiz: one playlist, with semicolons or, as a list of matches, with commas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from linernotes.formats import cleaning
from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.columns import Cells, columns_of
from linernotes.formats.naming import is_liked, name_of
from linernotes.formats.source import Claim, Contents, Format, Source, Table

_TITLES = {
    "title": "name",
    "artist": "artist",
    "album": "album",
    "isrc": "isrc",
    "platform": "platform",
    "trackid": "id",
    "duration": "duration",
    "addeddate": "added_at",
    "url": "url",
}
# A bare number below this is taken for seconds: four hours in seconds, fifteen seconds in
# milliseconds.
_SECONDS_BELOW = 15_000


def claim(source: Source) -> Claim | None:
    """A table of title, artist, album and isrc."""
    if not isinstance(source, Table):
        return None
    columns = columns_of(source, _TITLES)
    if not {"name", "artist", "album", "isrc"} <= columns.keys():
        return None
    return Claim("the column titles of Soundiiz", partial(_read, source, columns))


def _read(table: Table, columns: Mapping[str, int]) -> Contents:
    export = ExportRows()
    name = name_of(table.key)
    playlist = export.playlist(name, liked_tracks=is_liked(name))
    for values in table.rows():
        cells = Cells(table, columns, values)
        playlist.add(
            Row(
                uri=_address(cells),
                name=cells["name"],
                artists=[cells["artist"]],
                album=cells["album"],
                isrc=cells["isrc"],
                added_at=cells["added_at"],
                duration_ms=_milliseconds(cells["duration"]),
                fault=cells.fault("artist"),
            )
        )
    return export.contents()


def _address(cells: Cells) -> str:
    """The track's URI where the row is of Spotify; ids and links of other services are none."""
    if address := cleaning.track_uri(cells["url"]):
        return address
    return cells["id"] if cells["platform"].strip().casefold() == "spotify" else ""


def _milliseconds(told: str) -> float | None:
    """A duration as `225s`, in seconds or in milliseconds."""
    value = cleaning.number(told.strip().removesuffix("s"))
    if value is None:
        return None
    return value * 1000 if told.strip().endswith("s") or value < _SECONDS_BELOW else value


FORMAT = Format("soundiiz", claim)
