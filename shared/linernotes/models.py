"""What crosses a boundary: the documents in the library bucket and what they are made of.

Every model is frozen and serialises to the same bytes for the same value, because documents are
addressed by the hash of those bytes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.dataclasses import dataclass


class Model(BaseModel):
    """A frozen model that refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# There are hundreds of thousands of these in memory, where a `Model` takes a kilobyte and more for
# a dictionary of its values and a set of the names that it was given.
@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Features:
    """Audio features as Spotify defined them; `None` is a missing value.

    All are 0 to 1 but `loudness` (dB, about -60 to +5), `tempo` (beats a minute),
    `key` (0 to 11, C is 0), `mode` (1 major, 0 minor) and `time_signature` (beats a bar). `by` is
    who measured, as pages name them; empty where it was Spotify.
    """

    danceability: float | None = None
    energy: float | None = None
    speechiness: float | None = None
    acousticness: float | None = None
    instrumentalness: float | None = None
    liveness: float | None = None
    valence: float | None = None
    loudness: float | None = None
    tempo: float | None = None
    key: int | None = None
    mode: int | None = None
    time_signature: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Track:
    """A track as one export tells it; everything but `key` may be missing.

    `key` is the track's identity (see `linernotes.identity.track_key`). `artist_ids` is either
    empty or as long as `artists`, with empty strings for unknown ids. `release_date` is `YYYY`,
    `YYYY-MM` or `YYYY-MM-DD`. `art` is an address on one of Spotify's own image hosts.
    """

    key: str
    uri: str = ""
    name: str = ""
    artists: tuple[str, ...] = ()
    artist_ids: tuple[str, ...] = ()
    album: str = ""
    album_id: str = ""
    label: str = ""
    genres: tuple[str, ...] = ()
    release_date: str = ""
    added_at: datetime | None = None
    duration_ms: int | None = None
    popularity: int | None = None
    explicit: bool | None = None
    isrc: str = ""
    art: str = ""
    features: Features | None = None


SkipReason = Literal["null", "episode", "duplicate", "unreadable"]


class Skip(Model):
    """A row that was not kept. `row` counts the rows of the playlist in the file from 1."""

    row: int
    reason: SkipReason
    detail: str = ""


class Reading(Model):
    """One playlist as read out of an export: distinct tracks in the file's order.

    `name` is as the file gives it (cleaned of control characters); `liked_tracks` says that this
    list is the owner's saved tracks.
    """

    name: str
    tracks: tuple[Track, ...]
    skipped: tuple[Skip, ...] = ()
    liked_tracks: bool = False

    @property
    def rows(self) -> int:
        """Rows found in the file: kept and skipped."""
        return len(self.tracks) + len(self.skipped)


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Listened:
    """The plays of one title in a listening history: when they ended, in minutes since 1970 (UTC).

    `minutes` are distinct and ascending, of plays of 30 s or more; an account history knows
    neither `uri` nor `album`.
    """

    name: str
    artist: str
    album: str = ""
    uri: str = ""
    minutes: tuple[int, ...]


class Listening(Model):
    """One file of a listening history.

    `first` and `last` are the minutes between which the file tells all that was played; where an
    `extended` history covers the time, the other kind counts for nothing. `rows` is what the file
    holds, `skipped` counts by reason what is no play of a track.
    """

    extended: bool
    first: int
    last: int
    rows: int
    titles: tuple[Listened, ...]
    skipped: dict[str, int] = {}

    @property
    def plays(self) -> int:
        """Plays of 30 s or more."""
        return sum(len(title.minutes) for title in self.titles)


TimeRange = Literal["short_term", "medium_term", "long_term"]


class TopTracks(Model):
    """A page of the owner's top tracks: place, from 1, of each track key over a time range."""

    time_range: TimeRange
    places: dict[str, int]


class ExportReading(Model):
    """All that was read out of one export.

    `liked` holds the keys of the tracks that the file says the owner likes, sorted. `facts` are
    tracks that the file tells something of without putting them into a playlist, each key once.
    """

    format: str
    because: str
    playlists: tuple[Reading, ...] = ()
    liked: tuple[str, ...] = ()
    facts: tuple[Track, ...] = ()
    listening: tuple[Listening, ...] = ()
    top_tracks: tuple[TopTracks, ...] = ()
    warnings: tuple[str, ...] = ()


EntityKind = Literal["artist", "label", "genre"]


class Membership(Model):
    """How an artist, a label or a genre stands in a playlist.

    `tracks` are sorted track keys, `spellings` counts each raw spelling, `ids` are sorted Spotify
    ids seen with it.
    """

    tracks: tuple[str, ...]
    spellings: dict[str, int]
    ids: tuple[str, ...] = ()


class PlaylistDocument(Model):
    """A playlist as it stands after ingest; content-addressed in the library bucket.

    `recipe` is the number of the reading recipe; `entities` maps `<kind>#<key>` to the membership
    that this playlist gives it, and so lists all the catalog rows that the document touches.
    """

    recipe: int
    pid: str
    export: str
    name: str
    liked_tracks: bool = False
    tracks: tuple[Track, ...]
    entities: dict[str, Membership]


class Gathering(Model):
    """Tracks of several playlists that are clustered together; content-addressed in the library.

    Distinct, sorted by key, and of each only what clusters are made of and named by, of its
    artists the first: an artist's tracks, or those of the whole library.
    """

    tracks: tuple[Track, ...]


class PlaylistReport(Model):
    """What the inbox page says of one playlist of an export.

    `doc` is its document's address; `fingerprint` is the same for playlists of the same tracks.
    """

    pid: str
    name: str
    doc: str
    kept: int
    skipped: tuple[Skip, ...] = ()
    fingerprint: str = ""


class Refusal(Model):
    """Why a version of an export, of `size` bytes and dropped at `since`, was not read."""

    since: datetime
    size: int = 0
    reason: str
    place: str = ""
    advice: str = ""


class ExportDocument(Model):
    """What an object key of the inbox was read as; content-addressed in the library bucket.

    `liked` is the address of the document with its `likes` liked track keys, empty when it tells
    none; `listening` that of the document with what it tells of listening, empty when nothing;
    `facts` that of the document with what it says itself of each track. `features_of` counts
    tracks in no playlist of it that it tells features of, `plays` plays of 30 s or more.
    `refusals` are the versions newer than the one read, newest first. An export of which no
    version reads has an empty `format` and no playlists.
    """

    recipe: int
    key: str
    since: datetime
    digest: str = ""
    size: int = 0
    format: str = ""
    because: str = ""
    playlists: tuple[PlaylistReport, ...] = ()
    liked: str = ""
    likes: int = 0
    listening: str = ""
    facts: str = ""
    features_of: int = 0
    plays: int = 0
    top_lists: int = 0
    warnings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


Mode = Literal["blend", "sound", "context", "none"]


class Axis(Model):
    """An axis of the scatter: words for its ends and the share of variance it explains, 0 to 1."""

    label: str
    explained: float


class Trait(Model):
    """How a cluster's centre stands out in a feature.

    `median` is in the feature's own unit over the cluster's tracks; `z` is the distance of the
    centre from the playlist's mean in deviations of the playlist.
    """

    feature: str
    median: float
    z: float


class Submood(Model):
    """A mood within a cluster of a large playlist: keys of the cluster, most typical first."""

    name: str
    tracks: tuple[str, ...]


class Cluster(Model):
    """A cluster: its tracks' keys in order of typicality (nearest to the centre first).

    `number` starts at 1 and fixes colour and heading. `misfits` are keys among `tracks` that sit
    badly. `centroid` is the mean of its tracks in the fixed space (`linernotes.clusters.space`),
    whose plain distance compares clusters of different playlists, and `misfit_places` are where
    its misfits stand there; both are empty where no sound is known. `submoods` are there only
    above 1,000 tracks.
    """

    number: int
    name: str
    tracks: tuple[str, ...]
    profile: tuple[Trait, ...] = ()
    misfits: tuple[str, ...] = ()
    misfit_places: tuple[tuple[float, ...], ...] = ()
    centroid: tuple[float, ...] = ()
    submoods: tuple[Submood, ...] = ()


class Analysis(Model):
    """What analysis made of a playlist; content-addressed in the library bucket.

    `points` are the coordinates of every placed track in the plane of `axes`, in the document's
    own track order; `unplaced` are the other keys in that order. `silhouette` and `stability` are
    `None` where there are no clusters; then `why` says in a sentence why not. `drift` counts the
    tracks that came, went or changed since `k` was chosen.
    """

    recipe: int
    mode: Mode
    why: str = ""
    k: int
    silhouette: float | None = None
    stability: float | None = None
    strength: Literal["clear", "soft", ""] = ""
    drift: int = 0
    axes: tuple[Axis, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    unplaced: tuple[str, ...] = ()
    points: dict[str, tuple[float, float]] = {}
