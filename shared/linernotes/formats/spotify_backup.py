"""What the spotify-backup script writes: all playlists of an account, as JSON or as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from linernotes.formats.collecting import ExportRows, PlaylistRows, Row
from linernotes.formats.json_values import any_of_first, as_list, as_object, has_keys, is_list
from linernotes.formats.naming import is_liked
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source, TextFile
from linernotes.formats.web_api_tracks import rows_of

_FIELDS = 4
# What later versions of the script put above the playlists and above the albums.
_PLAYLISTS, _ALBUMS = "Playlists:", "Liked Albums:"
_WITH_ALBUMS = has_keys("playlists", "albums")


def claim(source: Source) -> Claim | None:
    """A list of playlists with plain lists of rows, or lines of four fields between tabs.

    Later versions of the script write an object of two lists, and the release date as fifth field.
    """
    if isinstance(source, JsonFile):
        whole = as_object(source.value)
        playlists = as_list(whole["playlists"] if _WITH_ALBUMS(whole) else source.value)
        if any_of_first(playlists, lambda one: is_list(as_object(one).get("tracks"))):
            return Claim("a list of playlists with all their rows", partial(_json, playlists))
    if isinstance(source, TextFile) and any(map(_is_track, _head(source))):
        because = "lines of title, artists, album and URI below lines of names"
        return Claim(because, partial(_text, source))
    return None


def _json(playlists: Sequence[object]) -> Contents:
    export = ExportRows()
    lost = 0
    for told in map(as_object, playlists):
        rows = told.get("tracks")
        if not is_list(rows):
            lost += 1
            continue
        name = told.get("name")
        playlist = export.playlist(name, liked_tracks=isinstance(name, str) and is_liked(name))
        for row in rows_of(rows):
            playlist.add(row)
    export.playlists_without_rows(lost, len(playlists))
    return export.contents()


def _head(source: TextFile, lines: int = 1000) -> Iterator[str]:
    for _, line in zip(range(lines), source.lines(), strict=False):
        yield line


def _is_track(line: str) -> bool:
    fields = line.split("\t")
    return len(fields) >= _FIELDS and fields[_FIELDS - 1].startswith("spotify:")


def _text(source: TextFile) -> Contents:
    """Read the text form.

    A blank line ends a playlist, but written on Windows there is one after every line too, so
    what begins a playlist is its name: a line without tabs. Only a playlist without a name shows
    in blank lines, two or more before a track.
    """
    export = ExportRows()
    playlist: PlaylistRows | None = None
    blank = 2
    for line in _lines_of_playlists(source):
        if not line.strip():
            blank += 1
            continue
        if "\t" not in line:
            playlist = export.playlist(line, liked_tracks=is_liked(line))
        else:
            if playlist is None or blank >= 2:
                playlist = export.playlist("")
            playlist.add(_row(line.rstrip("\r\n").split("\t")))
        blank = 0
    return export.contents()


def _lines_of_playlists(source: TextFile) -> Iterator[str]:
    """The lines without the headings of later versions, and without the albums at the end."""
    headed = False
    for number, line in enumerate(source.lines()):
        told = line.strip()
        if number == 0 and told == _PLAYLISTS:
            headed = True
        elif headed and told == _ALBUMS:
            return
        else:
            yield line


def _row(fields: list[str]) -> Row:
    if len(fields) < _FIELDS:
        return Row(fault=f"the line has {len(fields)} of {_FIELDS} fields")
    name, artists, album, uri = fields[:_FIELDS]
    # The script joins names without marking the commas inside them; there is no telling.
    return Row(
        uri=uri,
        name=name,
        artists=artists.split(", "),
        album=album,
        release_date=next(iter(fields[_FIELDS:]), ""),
    )


FORMAT = Format("spotify-backup", claim)
