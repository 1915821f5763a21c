"""`Playlist1.json` of a Spotify account download: many playlists, little of each track."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import any_of_first, as_object, is_list
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source


def claim(source: Source) -> Claim | None:
    """An object whose `playlists` hold `items`."""
    if not isinstance(source, JsonFile):
        return None
    playlists = as_object(source.value).get("playlists")
    if not is_list(playlists):
        return None
    if not any_of_first(playlists, lambda one: is_list(as_object(one).get("items"))):
        return None
    return Claim("the playlists of an account download", partial(_read, playlists))


def _read(playlists: Sequence[object]) -> Contents:
    export = ExportRows()
    lost = 0
    for told in map(as_object, playlists):
        rows = told.get("items")
        if not is_list(rows):
            lost += 1
            continue
        playlist = export.playlist(told.get("name"))
        for item in rows:
            playlist.add(_row(item))
    export.playlists_without_rows(lost, len(playlists))
    return export.contents()


def _row(item: object) -> Row:
    row = as_object(item)
    spoken = as_object(row.get("episode")) or as_object(row.get("audiobook"))
    if spoken:
        return Row(name=spoken.get("episodeName") or spoken.get("chapterName"), spoken=True)
    track = as_object(row.get("track")) or as_object(row.get("localTrack"))
    return Row(
        uri=track.get("trackUri") or track.get("uri"),
        name=track.get("trackName"),
        artists=[track.get("artistName")],
        album=track.get("albumName"),
        added_at=row.get("addedDate"),
        fault="" if row or item is None else "the row is no object",
    )


FORMAT = Format("account-playlists", claim)
