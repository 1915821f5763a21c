"""The documents between a listening history and the pages."""

from __future__ import annotations

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from linernotes.identity import artist_key, normalise, shortened
from linernotes.models import Listening, Model, TopTracks, Track


class Credit(Model):
    """Who made a track, as a list of top tracks tells it."""

    name: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""


class ListeningDocument(Model):
    """What one export tells of the owner's listening.

    `histories` are the addresses of the documents of its histories, one `Listening` a file: all
    those of an archive are too much to have in memory at once. Documents of earlier versions hold
    them themselves, as `listening`. `credits` are of the tracks in `top_tracks`, by track key.
    """

    histories: tuple[str, ...] = ()
    listening: tuple[Listening, ...] = ()
    top_tracks: tuple[TopTracks, ...] = ()
    credits: dict[str, Credit] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class HeardTitle:
    """A title that the owner listened to.

    `key` is its track key, empty where no history tells a URI. `score` counts plays of 30 s or
    more, or points where there are only lists of top tracks. `last` is the minute since 1970 (UTC)
    in which its last play ended, `None` for points. Small in memory, as `Listened` is.
    """

    key: str = ""
    name: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    score: int
    last: int | None = None


class Heard(Model):
    """All that the owner is known to have listened to.

    `first` and `last` are the minutes since 1970 (UTC) of the first and the last play, `None`
    where there are points and no plays.
    """

    titles: tuple[HeardTitle, ...] = ()
    first: int | None = None
    last: int | None = None


class Holding(Model):
    """A track as a playlist holds it; `added` is the minute since 1970 (UTC) in which it came."""

    name: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    art: str = ""
    added: int | None = None


class PlaylistHoldings(Model):
    """The tracks of a playlist by key, as the document at `doc` has them."""

    doc: str
    tracks: dict[str, Holding] = Field(default_factory=dict)


class Holdings(Model):
    """What the playlists hold, by playlist id in order."""

    playlists: dict[str, PlaylistHoldings] = Field(default_factory=dict)


class Ranks(Model):
    """Places in the owner's listening, from 1, of what stands in a playlist.

    `tracks` go by track key, `artists` by catalog key, `albums` as `album_key` has it.
    """

    tracks: dict[str, int] = Field(default_factory=dict)
    artists: dict[str, int] = Field(default_factory=dict)
    albums: dict[str, int] = Field(default_factory=dict)

    def artist(self, name: str) -> int | None:
        """The place of an artist, `None` where they were not listened to."""
        return self.artists.get(shortened(artist_key(name)))

    def album(self, track: Track) -> int | None:
        """The place of a track's album: the best that it has with any of the track's artists."""
        keys = album_keys(track.album, track.artists)
        return min((self.albums[key] for key in keys if key in self.albums), default=None)


class Faded(Model):
    """A track that is kept and was not listened to for a year.

    `playlists` are ids; `plays` are all that are known of the song, `last` is the minute of the
    last one.
    """

    key: str
    holding: Holding
    playlists: tuple[str, ...]
    liked: bool = False
    plays: int = 0
    last: int | None = None


class Unkept(Model):
    """A title that is listened to and stands in no playlist; `key` is a track key."""

    key: str
    name: str
    artists: tuple[str, ...]
    album: str = ""
    plays: int
    rank: int


class Forgotten(Model):
    """What the page of forgotten tracks lists; each `…_in_all` counts beyond what is listed.

    `first` and `last` are the minutes since 1970 (UTC) between which plays are known.
    """

    first: int
    last: int
    forgotten: tuple[Faded, ...] = ()
    forgotten_in_all: int = 0
    never: tuple[Faded, ...] = ()
    never_in_all: int = 0
    unkept: tuple[Unkept, ...] = ()
    unkept_in_all: int = 0


def album_keys(album: str, artists: tuple[str, ...]) -> list[str]:
    """What an album is known by: its name with each of the artists; nothing without a name.

    A history knows albums by name alone, and many are called `Greatest Hits`.
    """
    name = normalise(album)
    if not name:
        return []
    return [f"{name}\n{artist_key(artist)}" for artist in artists or ("",)]


def song_keys(name: str, artists: tuple[str, ...]) -> list[tuple[str, str]]:
    """What a song is known by to a history without URIs: its title with one of its artists."""
    title = normalise(name)
    return [(title, artist_key(artist)) for artist in artists or ("",)] if title else []
