"""A slice of the Million Playlist Dataset: a thousand playlists in one file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import any_of_first, as_list, as_object, has_keys, is_list
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source


def claim(source: Source) -> Claim | None:
    """An object whose `playlists` have a `pid` and plain `tracks`."""
    if not isinstance(source, JsonFile):
        return None
    playlists = as_list(as_object(source.value).get("playlists"))
    if not any_of_first(playlists, has_keys("pid", "tracks")):
        return None
    return Claim("a slice of the Million Playlist Dataset", partial(_read, playlists))


def _read(playlists: Sequence[object]) -> Contents:
    export = ExportRows()
    lost = 0
    for told in map(as_object, playlists):
        rows = told.get("tracks")
        if not is_list(rows):
            lost += 1
            continue
        playlist = export.playlist(told.get("name"))
        for item in rows:
            track = as_object(item)
            playlist.add(
                Row(
                    uri=track.get("track_uri"),
                    name=track.get("track_name"),
                    artists=[track.get("artist_name")],
                    artist_ids=[track.get("artist_uri")],
                    album=track.get("album_name"),
                    album_id=track.get("album_uri"),
                    duration_ms=track.get("duration_ms"),
                    fault="" if track or item is None else "the row is no object",
                )
            )
    export.playlists_without_rows(lost, len(playlists))
    return export.contents()


FORMAT = Format("mpd", claim)
