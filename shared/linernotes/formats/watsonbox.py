"""Tables of watsonbox/exportify, whose titles come in the language of the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from importlib import resources

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.columns import Cells, columns_of
from linernotes.formats.naming import is_liked, name_of
from linernotes.formats.source import Claim, Contents, Format, Source, Table
from linernotes.identity import normalise

# What the program calls the saved tracks in every language.
_LIKED = "liked"
# The other program of the name Exportify has none of these under the same titles.
_OWN = frozenset({"artist_uris", "album_uri", "release_date", "art", "duration_ms"})
_SEPARATOR = re.compile(r"(?<!\\), ")


@cache
def _titles() -> Mapping[str, str]:
    """Case-folded title to meaning; no title means two things in two languages."""
    path = resources.files("linernotes.formats") / "watsonbox_titles.json"
    spelt: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return {title.casefold(): meaning for meaning, titles in spelt.items() for title in titles}


def claim(source: Source) -> Claim | None:
    """A table with a track's address and name and a title of this program's own."""
    if not isinstance(source, Table):
        return None
    columns = columns_of(source, _titles())
    if not {"uri", "name"} <= columns.keys() or not _OWN & columns.keys():
        return None
    because = f"the column titles of watsonbox/exportify, “{source.titles[columns['uri']]}” first"
    return Claim(because, partial(_read, source, columns))


def _read(table: Table, columns: Mapping[str, int]) -> Contents:
    export = ExportRows()
    name = name_of(table.key)
    liked = is_liked(name) or normalise(name) == _LIKED
    playlist = export.playlist(name, liked_tracks=liked)
    for values in table.rows():
        playlist.add(_row(Cells(table, columns, values)))
    return export.contents()


def _row(cells: Cells) -> Row:
    ids = [one for one in cells["artist_uris"].split(", ") if one.strip()]
    return Row(
        uri=cells["uri"],
        name=cells["name"],
        artists=_artists(cells["artists"], len(ids)),
        artist_ids=ids,
        album=cells["album"],
        album_id=cells["album_uri"],
        label=cells["label"],
        genres=[*cells["artist_genres"].split(","), *cells["album_genres"].split(",")],
        release_date=cells["release_date"],
        added_at=cells["added_at"],
        duration_ms=cells["duration_ms"],
        popularity=cells["popularity"],
        explicit=cells["explicit"],
        isrc=cells["isrc"],
        art=cells["art"],
        features=cells.features(),
        fault=cells.fault("name"),
    )


def _artists(joined: str, ids: int) -> list[str]:
    """Artists apart; a comma inside a name is escaped, in older files not."""
    if ids == 1:
        return [joined.replace("\\,", ",")]
    return [name.replace("\\,", ",") for name in _SEPARATOR.split(joined)]


FORMAT = Format("watsonbox", claim)
