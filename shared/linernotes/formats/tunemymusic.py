"""Tables of TuneMyMusic: the playlists and favourites of a whole library in one file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from linernotes.formats.cleaning import text
from linernotes.formats.collecting import ExportRows, PlaylistRows, Row
from linernotes.formats.columns import Cells, columns_of
from linernotes.formats.source import Claim, Contents, Format, Source, Table

_TITLES = {
    "track name": "name",
    "artist name": "artist",
    "album": "album",
    "playlist name": "playlist",
    "type": "type",
    "isrc": "isrc",
    "spotify - id": "uri",
}


def claim(source: Source) -> Claim | None:
    """A table that names the playlist in each row, and its type."""
    if not isinstance(source, Table):
        return None
    columns = columns_of(source, _TITLES)
    if not {"name", "artist", "playlist", "type"} <= columns.keys():
        return None
    return Claim("the column titles of TuneMyMusic", partial(_read, source, columns))


def _read(table: Table, columns: Mapping[str, int]) -> Contents:
    export = ExportRows()
    playlists: dict[tuple[bool, str], PlaylistRows] = {}
    others = 0
    for values in table.rows():
        cells = Cells(table, columns, values)
        fault = cells.fault("type")
        if fault and playlists:
            next(reversed(playlists.values())).add(Row(fault=fault))
            continue
        kind = text(cells["type"]).casefold()
        if kind in ("album", "artist"):
            # What was saved as a whole; such a row is no track (an artist's has the artist's name
            # in the column of titles).
            others += 1
            continue
        liked = kind == "favorite"
        name = text(cells["playlist"])
        if (liked, name) not in playlists:
            playlists[liked, name] = export.playlist(name, liked_tracks=liked)
        playlists[liked, name].add(
            Row(
                uri=cells["uri"],
                name=cells["name"],
                artists=[cells["artist"]],
                album=cells["album"],
                isrc=cells["isrc"],
                fault=fault,
            )
        )
    if others:
        rows = "1 row is an artist or an album, not a track"
        if others > 1:
            rows = f"{others:,} rows are artists or albums, not tracks"
        export.warnings.append(f"{rows}: left out.")
    return export.contents()


FORMAT = Format("tunemymusic", claim)
