"""A slice of the Million Playlist Dataset: a thousand playlists in one file."""

from __future__ import annotations

from functools import partial

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import any_of_first, as_list, as_object, has_keys
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source


def claim(source: Source) -> Claim | None:
    """An object whose `playlists` have a `pid` and plain `tracks`."""
    if not isinstance(source, JsonFile):
        return None
    playlists = as_list(as_object(source.value).get("playlists"))
    if not any_of_first(playlists, has_keys("pid", "tracks")):
        return None
    return Claim("a slice of the Million Playlist Dataset", partial(_read, playlists))


def _read(playlists: list[object]) -> Contents:
    export = ExportRows()
    whole = [one for one in map(as_object, playlists) if isinstance(one.get("tracks"), list)]
    for told in whole:
        playlist = export.playlist(told.get("name"))
        for item in as_list(told["tracks"]):
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
    export.playlists_without_rows(len(playlists) - len(whole), len(playlists))
    return export.contents()


FORMAT = Format("mpd", claim)
