"""What spotDL saves of the songs that it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from linernotes.formats import cleaning
from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import JsonObject, any_of_first, as_list, as_object, has_keys
from linernotes.formats.naming import name_of
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source

_is_song = has_keys("name", "song_id", "album_name")


def claim(source: Source) -> Claim | None:
    """A list of songs, or an object with such a list, which is what its `sync` writes."""
    if not isinstance(source, JsonFile):
        return None
    songs = as_list(source.value) or as_list(as_object(source.value).get("songs"))
    if not any_of_first(songs, _is_song):
        return None
    return Claim("a list of songs as spotDL saves it", partial(_read, source.key, songs))


def _read(key: str, songs: Sequence[object]) -> Contents:
    """One playlist for each list that songs say they are of, in its order, not the file's."""
    lists: dict[str, list[tuple[int, int]]] = {}
    for index, item in enumerate(songs):
        song = as_object(item)
        name = song.get("list_name")
        title = cleaning.text(name) if isinstance(name, str) else name_of(key)
        position = cleaning.whole(song.get("list_position"), 0, 10**9)
        place = len(songs) if position is None else position
        lists.setdefault(title, []).append((place, index))
    export = ExportRows()
    for title, places in lists.items():
        playlist = export.playlist(title)
        for _, index in sorted(places):
            item = songs[index]
            playlist.add(_row(as_object(item)) if isinstance(item, dict) else _no_song(item))
    return export.contents()


def _row(song: JsonObject) -> Row:
    artists = as_list(song.get("artists")) or [song.get("artist")]
    seconds = cleaning.number(song.get("duration"))
    return Row(
        # The link may be that of the video that was found; then the id is that of the video too.
        uri=cleaning.track_uri(song.get("url")) or song.get("song_id"),
        name=song.get("name"),
        artists=artists,
        artist_ids=[song.get("artist_id"), *[""] * (len(artists) - 1)],
        album=song.get("album_name"),
        album_id=song.get("album_id"),
        label=song.get("publisher"),
        genres=as_list(song.get("genres")),
        release_date=song.get("date") or song.get("year"),
        duration_ms=None if seconds is None else seconds * 1000,
        popularity=song.get("popularity"),
        explicit=song.get("explicit"),
        isrc=song.get("isrc"),
        art=song.get("cover_url"),
    )


def _no_song(item: object) -> Row:
    return Row(fault="" if item is None else "the row is no object")


FORMAT = Format("spotdl", claim)
