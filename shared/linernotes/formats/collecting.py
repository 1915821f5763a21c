"""Rows become tracks: the one place where every reader's rows are cleaned, judged and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_plus

from linernotes.formats import cleaning
from linernotes.formats.limits import check_rows
from linernotes.formats.source import Contents
from linernotes.identity import track_key
from linernotes.models import Reading, Skip, SkipReason, Track

_SPOKEN = ("spotify:episode:", "spotify:show:", "spotify:chapter:", "spotify:audiobook:")
_LOCAL = "spotify:local:"
_MUSIC = ("spotify:track:", _LOCAL)
_DETAIL = 200


@dataclass(frozen=True)
class Row:
    """A row as its reader found it: raw values, each of whatever type the file holds.

    `artist_ids` is empty or runs parallel to `artists`; `features` go by their Web API names.
    `spoken` marks an episode or a chapter, `fault` says why the row cannot be read.
    """

    uri: object = ""
    name: object = ""
    artists: Sequence[object] = ()
    artist_ids: Sequence[object] = ()
    album: object = ""
    album_id: object = ""
    label: object = ""
    genres: Sequence[object] = ()
    release_date: object = ""
    added_at: object = None
    duration_ms: object = None
    popularity: object = None
    explicit: object = None
    isrc: object = ""
    art: object = ""
    features: Mapping[str, object] = field(default_factory=dict)
    liked: bool = False
    spoken: bool = False
    fault: str = ""


def track_of(row: Row) -> Track | Skip:
    """The track that `row` tells, or why there is none (with row number 0)."""
    uri = cleaning.track_uri(row.uri)
    if uri.startswith(_LOCAL) and not _name(row):
        row = _named_by_address(row, uri)
    artists, ids = _artists(row)
    name = _name(row)
    skip = _judge(row, uri, name, artists)
    if skip:
        return Skip(row=0, reason=skip[0], detail=skip[1][:_DETAIL])
    isrc = cleaning.isrc(row.isrc)
    local = uri.startswith(_LOCAL)
    return Track(
        key=track_key(uri, isrc, name, artists),
        uri=uri,
        name=name,
        artists=artists,
        artist_ids=ids,
        album=cleaning.told(row.album),
        album_id=cleaning.spotify_id(row.album_id, "album"),
        label=cleaning.told(row.label),
        genres=cleaning.names(row.genres),
        release_date=cleaning.release_date(row.release_date),
        added_at=cleaning.moment(row.added_at),
        duration_ms=cleaning.duration(row.duration_ms),
        # Spotify knows nothing of the owner's own files: what stands there is another row's.
        popularity=None if local else cleaning.whole(row.popularity, 0, 100),
        explicit=None if local else cleaning.flag(row.explicit),
        isrc=isrc,
        art=cleaning.art(row.art),
        features=None if local else cleaning.features(row.features),
    )


def _named_by_address(row: Row, uri: str) -> Row:
    """A local file told by its address alone: `spotify:local:Artist:Album:Title:Seconds`."""
    parts = [unquote_plus(part) for part in uri.removeprefix(_LOCAL).split(":")]
    if len(parts) != 4:
        return row
    artist, album, title, seconds = parts
    length = cleaning.number(seconds)
    return replace(
        row,
        name=title,
        artists=row.artists if any(row.artists) else [artist],
        album=row.album or album,
        duration_ms=row.duration_ms or (None if length is None else length * 1000),
    )


def _name(row: Row) -> str:
    """The title; the word `undefined` is one where there is an artist, else a missing value."""
    name = cleaning.text(row.name)
    return "" if name == "undefined" and not any(map(cleaning.told, row.artists)) else name


def _artists(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [cleaning.told(artist) for artist in row.artists]
    if len(row.artist_ids) != len(names):
        return tuple(filter(None, names)), ()
    ids = [cleaning.spotify_id(value, "artist") for value in row.artist_ids]
    known = [(name, id_) for name, id_ in zip(names, ids, strict=True) if name]
    told = tuple(id_ for _, id_ in known)
    return tuple(name for name, _ in known), told if any(told) else ()


def _judge(
    row: Row, uri: str, name: str, artists: tuple[str, ...]
) -> tuple[SkipReason, str] | None:
    if row.fault:
        return "unreadable", row.fault
    if row.spoken or uri.startswith(_SPOKEN):
        return "episode", name
    if uri and not uri.startswith(_MUSIC):
        return "unreadable", f"{uri} is not a track"
    if not uri and not name:
        given = cleaning.told(row.uri)
        if given or artists:
            return "unreadable", f"no name, and no address of a track: {given}"
        return "null", ""
    return None


class PlaylistRows:
    """The rows of one playlist: kept once each, or skipped with a reason."""

    def __init__(self, export: ExportRows, name: str, liked_tracks: bool) -> None:
        self._export = export
        self._name = name
        self._liked_tracks = liked_tracks
        self._tracks: list[Track] = []
        self._skipped: list[Skip] = []
        self._first: dict[str, int] = {}
        self._row = 0

    def add(self, row: Row) -> None:
        """Take the next row of the file."""
        self._row += 1
        self._export.count()
        track = track_of(row)
        if isinstance(track, Skip):
            self._skipped.append(track.model_copy(update={"row": self._row}))
            return
        if row.liked or self._liked_tracks:
            self._export.liked.add(track.key)
        first = self._first.setdefault(track.key, self._row)
        if first == self._row:
            self._tracks.append(track)
        else:
            detail = f"{track.name[:_DETAIL]} (first in row {first})".strip()
            self._skipped.append(Skip(row=self._row, reason="duplicate", detail=detail))

    def reading(self) -> Reading:
        """The playlist as it stands."""
        return Reading(
            name=self._name,
            tracks=tuple(self._tracks),
            skipped=tuple(self._skipped),
            liked_tracks=self._liked_tracks,
        )


class ExportRows:
    """All that is read out of one export, and its limit of rows."""

    def __init__(self) -> None:
        self.liked: set[str] = set()
        self.warnings: list[str] = []
        self._playlists: list[PlaylistRows] = []
        self._rows = 0

    def playlist(self, name: object, *, liked_tracks: bool = False) -> PlaylistRows:
        """Begin a playlist; several may bear one name."""
        rows = PlaylistRows(self, cleaning.text(name), liked_tracks)
        self._playlists.append(rows)
        return rows

    def playlists_without_rows(self, lost: int, total: int) -> None:
        """Say that `lost` of `total` playlists are without a list of rows, and so left out."""
        if lost:
            hold = "holds" if lost == 1 else "hold"
            self.warnings.append(
                f"{lost:,} of {total:,} playlists {hold} no list of rows: left out."
            )

    def count(self) -> None:
        """Count a row of any playlist of the export; refuse beyond the limit."""
        self._rows += 1
        check_rows(self._rows)

    def contents(self) -> Contents:
        """What was read, for the registry."""
        return Contents(
            playlists=tuple(rows.reading() for rows in self._playlists),
            liked=frozenset(self.liked),
            warnings=tuple(self.warnings),
        )


class FactRows:
    """Tracks of an export that tells of them without putting them into a playlist."""

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}
        self._rows = 0
        self._kept = 0

    def count(self) -> None:
        """Count an entry of the export; refuse beyond the limit of rows."""
        self._rows += 1
        check_rows(self._rows)

    def keep(self, track: Track) -> None:
        """Take a track that can be joined with others; the first telling of a key counts."""
        self._kept += 1
        self._tracks.setdefault(track.key, track)

    def tracks(self) -> tuple[Track, ...]:
        """What was told, each key once."""
        return tuple(self._tracks.values())

    def warnings(self, of: str) -> tuple[str, ...]:
        """What to say of entries that could not be used."""
        lost = self._rows - self._kept
        if not lost:
            return ()
        tell = "tells" if lost == 1 else "tell"
        return (f"{lost:,} of {self._rows:,} entries of {of} {tell} nothing of a known track.",)
