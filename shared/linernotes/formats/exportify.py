"""Tables of exportify.net, from its first header of 2018 to today's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from linernotes.formats import cleaning, tables
from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.columns import FEATURES, Cells, columns_of
from linernotes.formats.naming import is_liked, name_of
from linernotes.formats.source import Claim, Contents, Format, Source, Table

# Today's titles, in the order in which the program writes them.
TITLES = (
    "Track URI",
    "Track Name",
    "Album Name",
    "Artist Name(s)",
    "Release Date",
    "Duration (ms)",
    "Popularity",
    "Explicit",
    "Added By",
    "Added At",
    "Genres",
    "Record Label",
    "Danceability",
    "Energy",
    "Key",
    "Loudness",
    "Mode",
    "Speechiness",
    "Acousticness",
    "Instrumentalness",
    "Liveness",
    "Valence",
    "Tempo",
    "Time Signature",
)
# What `linernotes export` adds at the end. In tables that it wrote, a text that a spreadsheet would
# take for a formula begins with an apostrophe, and a separator inside a name with a backslash.
EXTRA_TITLES = ("Artist IDs", "Album ID", "ISRC", "Image")
_TITLES = {
    "track uri": "uri",
    "track id": "uri",
    "spotify id": "uri",
    "spotify uri": "uri",
    "track name": "name",
    "album name": "album",
    "artist name(s)": "artists",
    "artist ids": "artist_ids",
    "album id": "album_id",
    "isrc": "isrc",
    "image": "art",
    "release date": "release_date",
    "duration (ms)": "duration_ms",
    "popularity": "popularity",
    "explicit": "explicit",
    "added at": "added_at",
    "genres": "genres",
    "record label": "label",
    "label": "label",
    **FEATURES,
}
_PROTECTED = re.compile("^'(?='*[=+@＝＋－＠-])")
# From 2019 to 2024 artists were joined by a bare comma. One inside a name is followed by a space
# ("Tyler, The Creator") or stands between digits ("10,000 Maniacs"); as many ids as parts tell
# that none is ("Blink-182,311").
_BARE_COMMA = re.compile(r",(?!\s)(?!(?<=\d,)\d)")


def claim(source: Source) -> Claim | None:
    """A table with a track's address and name under exportify.net's titles."""
    if not isinstance(source, Table):
        return None
    columns = columns_of(source, _TITLES)
    if not {"uri", "name"} <= columns.keys():
        return None
    because = f"the column titles of exportify.net, “{source.titles[columns['uri']]}” among them"
    return Claim(because, partial(_read, source, columns))


def _read(table: Table, columns: Mapping[str, int]) -> Contents:
    export = ExportRows()
    name = name_of(table.key)
    playlist = export.playlist(name, liked_tracks=is_liked(name))
    if "explicit" not in columns and "artists" in columns:
        lengths = (len(table.titles), _first_feature(table, columns))
        table = tables.with_loose_quotes(table, columns["artists"], lengths)
    shifted = _shift_shown_by(table, columns)
    ours = {"artist_ids", "album_id", "isrc", "art"} <= columns.keys()
    semicolons = _joined_by_semicolons(table, columns)
    for values in table.rows():
        if ours:
            cells = Cells(table, columns, [_PROTECTED.sub("", value) for value in values])
            playlist.add(_own_row(cells))
        else:
            playlist.add(_row(Cells(table, columns, values), semicolons, bool(shifted)))
    if shifted:
        export.warnings.append(
            f"The audio features in this file stand beside the wrong tracks ({shifted}), so none of"
            " them is used."
        )
    return export.contents()


def _row(cells: Cells, semicolons: bool, shifted: bool) -> Row:
    ids = [one for one in cells["artist_ids"].split(",") if one.strip()]
    return Row(
        uri=cells["uri"],
        name=cells["name"],
        artists=_artists(cells["artists"], len(ids), semicolons),
        artist_ids=ids,
        album=cells["album"],
        label=cells["label"],
        genres=cells["genres"].split(","),
        release_date=cells["release_date"],
        added_at=cells["added_at"],
        duration_ms=cells["duration_ms"],
        popularity=cells["popularity"],
        explicit=cells["explicit"],
        features={} if shifted else cells.features(),
        fault=cells.fault("name"),
    )


def _own_row(cells: Cells) -> Row:
    """A row of a table that `linernotes export` wrote, and so lost nothing on the way."""
    told = _row(cells, True, False)
    return replace(
        told,
        artists=_apart(cells["artists"], ";"),
        artist_ids=cells["artist_ids"].split(",") if cells["artist_ids"] else [],
        genres=_apart(cells["genres"], ","),
        album_id=cells["album_id"],
        isrc=cells["isrc"],
        art=cells["art"],
    )


def joined(names: Iterable[str], separator: str) -> str:
    """Names in one cell, so that `_apart` finds each of them again."""
    escaped = (name.replace("\\", "\\\\").replace(separator, f"\\{separator}") for name in names)
    return separator.join(escaped)


def _apart(cell: str, separator: str) -> list[str]:
    parts = re.findall(rf"((?:[^\\{separator}]|\\.)*)(?:{separator}|$)", cell, re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts if part]


def _artists(joined: str, ids: int, semicolons: bool) -> list[str]:
    if semicolons:
        return joined.split(";")
    if ids == 1:
        return [joined]
    parts = joined.split(",")
    return parts if len(parts) == ids else _BARE_COMMA.split(joined)


def _joined_by_semicolons(table: Table, columns: Mapping[str, int]) -> bool:
    """Whether this file joins artists by `;`, as the program has done since it tells `Explicit`.

    No artist's name has been met with a semicolon in it, so in older files a single one decides.
    """
    if "explicit" in columns:
        return True
    return any(";" in Cells(table, columns, values)["artists"] for values in table.rows())


def _first_feature(table: Table, columns: Mapping[str, int]) -> int:
    """How many cells stand before the audio features."""
    features = [columns[name] for name in FEATURES.values() if name in columns]
    return min(features, default=len(table.titles))


def _shift_shown_by(table: Table, columns: Mapping[str, int]) -> str:
    """What shows that features stand one row too early; empty where nothing does.

    The program asked for features in hundreds; a local file in a hundred has no id to ask with,
    so the answer was one short and everything after it moved up. Tells: a local file that has
    features, or a last row that ends before them in a file with local files.
    """
    local = cut = False
    end = _first_feature(table, columns)
    for values in table.rows():
        cells = Cells(table, columns, values)
        if any(value.strip() for value in values):
            cut = len(values) <= end < len(table.titles)
        if cleaning.track_uri(cells["uri"]).startswith("spotify:local:"):
            if any(value.strip() for value in cells.features().values()):
                return "a local file has some of its own"
            local = True
    return "there is a local file, and the last row ends before them" if local and cut else ""


FORMAT = Format("exportify", claim)
