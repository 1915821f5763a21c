"""What a page shows, gathered by publish and handed to the templates; nothing here knows AWS."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from linernotes.history import Point
from linernotes.kin import ALONE, Kin
from linernotes.models import Analysis, EntityKind, Refusal, Skip, Track
from linernotes.pages.sign_ins import SignIn
from linernotes.slips import Slips
from linernotes.sound import Spread
from linernotes.taste import Taste


@dataclass(frozen=True)
class PageFile:
    """One object of the site: its path, its bytes and its content type with charset."""

    path: str
    body: bytes
    content_type: str


@dataclass(frozen=True)
class Link:
    """A name, and the folder of its page (`artists/bibi`) where it has one, else an empty path."""

    name: str
    path: str = ""


@dataclass(frozen=True)
class TrackLine:
    """A track in a table. `rank` is the place in the owner's listening, `None` where unknown.

    `artists` are as many as the track's; `labels` are what its label field names, split; `genres`
    are its tags.
    """

    track: Track
    liked: bool
    rank: int | None
    artists: tuple[Link, ...]
    labels: tuple[Link, ...]
    genres: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A figure of the page: its path on the site and its size in pixels."""

    path: str
    width: int
    height: int


@dataclass(frozen=True)
class TableLine:
    """An artist, an album, a label or a genre in a table.

    `path` is the folder of its page, empty where it has none. `tracks` and `liked` count distinct
    tracks of what the page is about. `rank` is `None` where unknown; `art` is an address on one of
    Spotify's image hosts, `spotify` an id or a URI there, `date` a release date; each may be empty.
    """

    name: str
    path: str
    tracks: int
    liked: int
    rank: int | None
    art: str
    spotify: str
    date: str = ""


@dataclass(frozen=True)
class YearLine:
    """A release year, `1999`, and how many of the page's tracks are of it.

    `path` is the folder of its page, or of its decade's; empty where there is neither.
    """

    name: str
    tracks: int
    liked: int
    path: str = ""


@dataclass(frozen=True)
class YearView:
    """A release year of a playlist, or a decade (`1990s`); `folder` is that of its page.

    `playlist` and `slug` are of the playlist. `years` are those of a decade.
    """

    folder: str
    name: str
    playlist: str
    slug: str
    since: datetime
    tracks: tuple[TrackLine, ...]
    artists: tuple[TableLine, ...]
    albums: tuple[TableLine, ...]
    labels: tuple[TableLine, ...]
    genres: tuple[TableLine, ...]
    years: tuple[YearLine, ...]
    likes_known: bool
    ranks_known: bool


@dataclass(frozen=True)
class FeatureLines:
    """An audio feature on a page: how it is spread over the page's tracks, and over liked ones.

    `liked` is absent where too little is known of them. `most` are tracks with their values from
    the highest down, `least` from the lowest up; no track is in both.
    """

    name: str
    here: Spread
    liked: Spread | None
    most: tuple[tuple[TrackLine, float], ...]
    least: tuple[tuple[TrackLine, float], ...]


@dataclass(frozen=True)
class SoundView:
    """The audio features of a playlist or an artist; `folder` is that of their own page.

    `known` of the `tracks` tell any feature.
    """

    folder: str
    name: str
    since: datetime
    tracks: int
    known: int
    features: tuple[FeatureLines, ...]
    picture: Picture
    likes_known: bool


@dataclass(frozen=True)
class Note:
    """A line below an entry: what happened, to which names (with a page at `path`), what more."""

    label: str
    names: tuple[str, ...] = ()
    more: int = 0
    path: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """An entry of the change log as pages show it.

    `key` is the same for the same entry wherever it is shown.
    """

    key: str
    at: datetime
    label: str
    links: tuple[Link, ...]
    more: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class PlaylistView:
    """One playlist. `tracks` are in the playlist's order; `scatter` is absent without clusters.

    `likes_known` and `ranks_known` say whether any export of the library tells hearts and ranks;
    where none does the column is left out. `since` is when this playlist's content first came.
    `artists`, `albums`, `labels` and `genres` are whole, most tracks first, ties by name; `years`
    are in order. `bars` are the bar charts by what they count (`artists`, `labels`…).
    `kin` names playlists that have a page, and no other.
    """

    slug: str
    name: str
    export: str
    since: datetime
    tracks: tuple[TrackLine, ...]
    analysis: Analysis
    scatter: Picture | None
    likes_known: bool
    ranks_known: bool
    skipped: tuple[Skip, ...] = ()
    liked_tracks: bool = False
    artists: tuple[TableLine, ...] = ()
    albums: tuple[TableLine, ...] = ()
    labels: tuple[TableLine, ...] = ()
    genres: tuple[TableLine, ...] = ()
    years: tuple[YearLine, ...] = ()
    bars: tuple[tuple[str, Picture], ...] = ()
    kin: Kin = ALONE
    sound: SoundView | None = None
    year_pages: tuple[YearView, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    history: tuple[Point, ...] = ()
    taste: Taste | None = None
    card: Picture | None = None
    before: Link | None = None
    after: Link | None = None

    @property
    def clusters_folder(self) -> str:
        """Where the page of its clusters stands."""
        return f"playlists/{self.slug}/clusters"

    @property
    def whole(self) -> str:
        """What a cluster is held against."""
        return "the whole playlist"


@dataclass(frozen=True)
class ClustersView:
    """The clusters of what is no playlist: an artist's, or the whole library's.

    `folder` is that of the artist's page, empty for the library. `scatter` is absent while it is
    being drawn; `note` says which tracks these are, where they are not all.
    """

    folder: str
    name: str
    since: datetime
    tracks: tuple[TrackLine, ...]
    analysis: Analysis
    scatter: Picture | None
    likes_known: bool
    ranks_known: bool
    note: str = ""
    kin: Kin = ALONE

    @property
    def clusters_folder(self) -> str:
        """Where the page stands."""
        return f"{self.folder}/clusters" if self.folder else "clusters"

    @property
    def whole(self) -> str:
        """What a cluster is held against."""
        return "all tracks of the artist" if self.folder else "the whole library"


type Clustered = ClustersView | PlaylistView


@dataclass(frozen=True)
class PlaylistLine:
    """A playlist as home lists it: `art` is the commonest art among its tracks.

    `sizes` are the tracks of each of its `clusters`, `scatter` their picture where there are any.
    """

    slug: str
    name: str
    tracks: int
    liked: int
    clusters: tuple[str, ...]
    art: str
    since: datetime
    liked_tracks: bool = False
    sizes: tuple[int, ...] = ()
    scatter: Picture | None = None


@dataclass(frozen=True)
class EntityView:
    """An artist, a label or a genre over the whole library.

    `spellings` are its raw names with the number of times that each was written, commonest first.
    `tracks` are distinct, the best known first. `playlists` are those with most of them, beside
    `playlists_beyond` more; of each, `tracks` and `liked` count what is this entity's. `artists`,
    `albums`, `labels` and `genres` are those of its tracks, an artist's own name left out.
    `relatives` are other labels of one house. `since` is the newest date on which a playlist of
    them came. `ids` counts an artist's Spotify ids; `rank` is the place in the owner's listening.
    """

    kind: EntityKind
    slug: str
    name: str
    spellings: tuple[tuple[str, int], ...]
    tracks: tuple[TrackLine, ...]
    playlists: tuple[PlaylistLine, ...]
    artists: tuple[TableLine, ...]
    albums: tuple[TableLine, ...]
    labels: tuple[TableLine, ...]
    genres: tuple[TableLine, ...]
    relatives: tuple[Link, ...]
    years: tuple[YearLine, ...]
    likes_known: bool
    since: datetime
    art: str
    ranks_known: bool = False
    rank: int | None = None
    spotify: str = ""
    ids: int = 0
    sound: SoundView | None = None
    moods: ClustersView | None = None
    playlists_beyond: int = 0


@dataclass(frozen=True)
class HomeView:
    """The library: playlists sorted by name, and how many exports were refused.

    `artists`, `labels` and `genres` are those with a page, most tracks first. `forgotten` says
    that there is a page of what is kept and not listened to, `ranks_known` that plays are told.
    """

    playlists: tuple[PlaylistLine, ...]
    likes_known: bool
    exports: int
    refused: int
    artists: tuple[TableLine, ...] = ()
    labels: tuple[TableLine, ...] = ()
    genres: tuple[TableLine, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    forgotten: bool = False
    ranks_known: bool = False
    moods: ClustersView | None = None
    taste: Taste | None = None


@dataclass(frozen=True)
class InboxPlaylist:
    """A playlist of an export: `slug` is empty while its page is not published."""

    name: str
    slug: str
    kept: int
    skipped: tuple[Skip, ...]
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class InboxLine:
    """One export. `format` is empty when no version of it could be read; `refusals` are of the
    versions newer than the one that is published."""

    key: str
    since: datetime
    format: str
    because: str
    size: int
    playlists: tuple[InboxPlaylist, ...]
    liked: int
    warnings: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    features_of: int = 0
    plays: int = 0
    top_lists: int = 0


@dataclass(frozen=True)
class InboxView:
    """Every export that stands in the inbox, sorted by key.

    `sign_in` is `None` where nothing is pulled from Spotify.
    """

    exports: tuple[InboxLine, ...] = field(default_factory=tuple)
    sign_in: SignIn | None = None


@dataclass(frozen=True)
class PlaylistSlips:
    """The possible slips of one playlist."""

    playlist: Link
    slips: Slips


@dataclass(frozen=True)
class SharedTracks:
    """Two playlists of so many tracks each, and how many of them are in `both`."""

    first: Link
    second: Link
    both: int
    of_first: int
    of_second: int


@dataclass(frozen=True)
class ErrorsView:
    """Possible slips in the whole library: `artists` have several Spotify ids under one name.

    `since` is when the newest of the playlists came.
    """

    playlists: tuple[PlaylistSlips, ...]
    shared: tuple[SharedTracks, ...]
    artists: tuple[tuple[Link, int], ...]
    since: datetime | None
