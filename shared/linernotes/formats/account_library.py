"""`YourLibrary.json` of a Spotify account download: its tracks are the liked songs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import any_of_first, as_object, is_list
from linernotes.formats.naming import LIKED_TRACKS
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source


def claim(source: Source) -> Claim | None:
    """An object whose `tracks` are flat: artist, album, track and uri."""
    if not isinstance(source, JsonFile):
        return None
    document = as_object(source.value)
    tracks = document.get("tracks")
    if not is_list(tracks):
        return None
    flat = any_of_first(tracks, lambda one: isinstance(as_object(one).get("track"), str))
    if not flat and not (not tracks and {"albums", "artists"} <= document.keys()):
        return None
    return Claim(
        "the library of an account download: its tracks are liked songs", partial(_read, tracks)
    )


def _read(tracks: Sequence[object]) -> Contents:
    export = ExportRows()
    playlist = export.playlist(LIKED_TRACKS, liked_tracks=True)
    for item in tracks:
        track = as_object(item)
        playlist.add(
            Row(
                uri=track.get("uri"),
                name=track.get("track"),
                artists=[track.get("artist")],
                album=track.get("album"),
                fault="" if track or item is None else "the row is no object",
            )
        )
    return export.contents()


FORMAT = Format("account-library", claim)
