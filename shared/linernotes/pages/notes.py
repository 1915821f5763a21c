"""What a playlist's pages show, worked out once for Markdown, HTML and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from linernotes.features import is_local
from linernotes.identity import normalise
from linernotes.models import Cluster
from linernotes.pages import words
from linernotes.pages.escaping import shown, titled
from linernotes.pages.links import art
from linernotes.pages.views import Clustered, ClustersView, EntityView, HomeView, Link, TrackLine
from linernotes.sound import measured

FIRST_ROWS = 10
# So many songs stand for a mood where it is told in a line.
EXAMPLES = 3


@dataclass(frozen=True)
class Part:
    """A mood within a cluster of a large playlist: its tracks, most typical first."""

    name: str
    lines: tuple[TrackLine, ...]


@dataclass(frozen=True)
class Section:
    """A cluster as a page shows it: its tracks that stand in the playlist, most typical first.

    `name` begins with a capital; `profile` is a sentence; `misfits` are keys; `parts` are the
    moods within it.
    """

    cluster: Cluster
    name: str
    profile: str
    lines: tuple[TrackLine, ...]
    misfits: frozenset[str]
    parts: tuple[Part, ...] = ()

    @property
    def number(self) -> int:
        """The cluster's number, from 1."""
        return self.cluster.number


@dataclass(frozen=True)
class Columns:
    """Which columns a table of tracks has: those of which something is known."""

    art: bool
    album: bool
    artist: bool
    label: bool
    rank: bool
    liked: bool


@dataclass(frozen=True)
class Notes:
    """A playlist's tracks as its pages show them.

    `places` maps a track's key to its place in the playlist, from 1; `numbers` to its cluster's
    number, absent for tracks that are not placed.
    """

    sections: tuple[Section, ...]
    unplaced: tuple[TrackLine, ...]
    columns: Columns
    places: dict[str, int]
    numbers: dict[str, int]
    artists: int
    albums: int
    labels: int
    liked: int

    @property
    def placed(self) -> int:
        """How many tracks are in a cluster."""
        return sum(len(section.lines) for section in self.sections)


def notes_on(view: Clustered) -> Notes:
    """Work out what the pages of a playlist show, or those of an artist's or a library's clusters.

    A track that no cluster holds is unplaced, whatever the analysis says of it: no track is lost
    and none stands twice.
    """
    left = {line.track.key: line for line in view.tracks}
    sections = []
    for cluster in view.analysis.clusters:
        lines = tuple(left.pop(key) for key in cluster.tracks if key in left)
        sections.append(
            Section(
                cluster=cluster,
                name=words.capital(cluster.name),
                profile=words.profile(
                    cluster.profile,
                    alone=len(view.analysis.clusters) == 1,
                    whole=view.whole,
                ),
                lines=lines,
                misfits=frozenset(cluster.misfits),
                parts=_parts(cluster, lines),
            )
        )
    notes = _notes(view.tracks, view.likes_known, view.ranks_known)
    notes = replace(
        notes,
        sections=tuple(sections),
        unplaced=tuple(left.values()),
        numbers={line.track.key: section.number for section in sections for line in section.lines},
    )
    if isinstance(view, ClustersView):
        return notes
    return replace(
        notes,
        # Where the tables are there, the page counts what they list.
        artists=len(view.artists) or notes.artists,
        albums=len(view.albums) or notes.albums,
        labels=len(view.labels) or notes.labels,
    )


def _parts(cluster: Cluster, lines: Sequence[TrackLine]) -> tuple[Part, ...]:
    held = {line.track.key: line for line in lines}
    return tuple(
        Part(words.capital(one.name), tuple(held[key] for key in one.tracks if key in held))
        for one in cluster.submoods
    )


def notes_on_entity(view: EntityView) -> Notes:
    """Work out what the page of an artist, a label or a genre shows; it has no clusters."""
    notes = _notes(view.tracks, view.likes_known, view.ranks_known)
    return replace(
        notes,
        artists=len(view.artists) + (view.kind == "artist") or notes.artists,
        albums=len(view.albums) or notes.albums,
        labels=len(view.labels) or notes.labels,
    )


def notes_of(lines: tuple[TrackLine, ...], likes_known: bool, ranks_known: bool) -> Notes:
    """Work out what a page shows of tracks alone, without clusters."""
    return _notes(lines, likes_known, ranks_known)


def _notes(lines: tuple[TrackLine, ...], likes_known: bool, ranks_known: bool) -> Notes:
    tracks = [line.track for line in lines]
    return Notes(
        sections=(),
        unplaced=lines,
        columns=Columns(
            art=any(art(track.art) for track in tracks),
            album=any(track.album for track in tracks),
            artist=any(shown(link.name).text for line in lines for link in line.artists),
            label=any(labels_of(line) for line in lines),
            rank=ranks_known,
            liked=likes_known,
        ),
        places={track.key: place for place, track in enumerate(tracks, start=1)},
        numbers={},
        artists=_distinct(link.name for line in lines for link in line.artists),
        albums=_distinct(track.album for track in tracks),
        labels=_distinct(link.name for line in lines for link in labels_of(line)),
        liked=sum(line.liked for line in lines),
    )


def labels_of(line: TrackLine) -> tuple[Link, ...]:
    """Give the labels of a track, as the export spells them where they were not standardised."""
    return line.labels or ((Link(line.track.label),) if line.track.label else ())


def title_of(line: TrackLine) -> str:
    """Give what a track is called on a page, also where its name is not known."""
    return titled(line.track.name)


def credit(line: TrackLine) -> str:
    """Give a track and its artists in a few words."""
    artists = ", ".join(link.name for link in line.artists if shown(link.name).text)
    return f"{title_of(line)} by {artists}" if artists else title_of(line)


def examples(lines: Iterable[TrackLine]) -> list[TrackLine]:
    """Give the first `EXAMPLES` songs of some tracks: one that stands on two releases once."""
    songs: dict[str, TrackLine] = {}
    for line in lines:
        songs.setdefault(credit(line).casefold(), line)
        if len(songs) == EXAMPLES:
            break
    return list(songs.values())


def common_art(lines: Iterable[TrackLine]) -> str:
    """Give the commonest art among tracks, the smallest of equals; empty where none has art."""
    known = Counter(line.track.art for line in lines if art(line.track.art))
    return min(known, key=lambda one: (-known[one], one), default="")


def measured_by(lines: Sequence[TrackLine]) -> str:
    """Say whose audio features these are, where they are not Spotify's."""
    told = Counter(line.track.features.by for line in lines if line.track.features)
    tracks = words.count(len(lines), "track")
    return " ".join(
        f"Audio features by {by}, {count:,} of {tracks}."
        for by, count in sorted(told.items())
        if by
    )


def missing(lines: Sequence[TrackLine], columns: Columns) -> tuple[str, ...]:
    """Say which exports would fill in what is not known of these tracks."""
    told = []
    if not columns.liked:
        told.append(
            "Which tracks you like is not known: drop the YourLibrary.json of a Spotify account "
            "download, or an export of your liked songs."
        )
    if not columns.rank:
        told.append(
            "How often you listen is not known: drop the listening history of a Spotify account "
            "download."
        )
    # Of a file of the owner's own no export of Spotify's tells more.
    tracks = [line.track for line in lines if not is_local(line.track)]
    if not tracks:
        return tuple(told)
    known = {
        "labels": columns.label,
        "genres": any(track.genres for track in tracks),
        "release dates": any(track.release_date for track in tracks),
        "audio features": any(map(measured, tracks)),
    }
    if unknown := [thing for thing, is_known in known.items() if not is_known]:
        things = words.listed(unknown, "or")
        told.append(f"No {things} are known: an export made by exportify.net holds them.")
    if not columns.art:
        told.append("No album art is known: a playlist saved from the Spotify Web API holds it.")
    return tuple(told)


def missing_on_home(view: HomeView) -> str:
    """Say in a line which exports would fill in what home leaves out; empty if it lacks nothing."""
    if not view.playlists:
        return ""
    paged = {"labels": view.labels, "genres": view.genres}
    told = []
    if not view.likes_known:
        told.append("which tracks you like (the YourLibrary.json of a Spotify account download)")
    if not view.ranks_known:
        told.append("how often you listen (the listening history of a Spotify account download)")
    if few := [things for things, lines in paged.items() if not lines]:
        things = words.listed(few, "or")
        told.append(f"{things} on enough tracks for a page (an export made by exportify.net)")
    return f"Not known, and what would tell it: {'; '.join(told)}." if told else ""


def _distinct(names: Iterable[str]) -> int:
    return len({normalise(name) for name in names} - {""})
