"""What the pages show, gathered from catalog and library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from linernotes import counts, labels
from linernotes.cards import CARD_SIZE
from linernotes.catalog.heads import Ready
from linernotes.catalog.shelves import EntityShelf, Shelf
from linernotes.charts import charts
from linernotes.figures import SCATTER_SIZE, bars_size
from linernotes.identity import artist_key, entity, normalise
from linernotes.listening.documents import Ranks
from linernotes.models import (
    Analysis,
    EntityKind,
    ExportDocument,
    PlaylistDocument,
    PlaylistReport,
    Track,
)
from linernotes.namesakes import ids_of, named
from linernotes.pages.escaping import titled
from linernotes.pages.notes import common_art
from linernotes.pages.sign_ins import SignIn
from linernotes.pages.views import (
    HomeView,
    InboxLine,
    InboxPlaylist,
    InboxView,
    Link,
    Picture,
    PlaylistLine,
    PlaylistView,
    TableLine,
    TrackLine,
)

SCATTER, CARD = "clusters_scatter", "card"
FOLDERS: Mapping[EntityKind, str] = {"artist": "artists", "label": "labels", "genre": "genres"}


@dataclass(frozen=True)
class Paths:
    """Folders of the artists, labels and genres that have a page, by thing.

    Of several artists of one name, `apart` has those of the others by thing and Spotify id.
    """

    folders: Mapping[str, str]
    apart: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, shelf: Mapping[str, EntityShelf]) -> Paths:
        """The folders of what is on the shelf."""
        return cls(
            {thing: folder_of(thing, one.slug) for thing, one in shelf.items()},
            {
                thing: {of: slug and folder_of(thing, slug) for of, slug in one.apart.items()}
                for thing, one in shelf.items()
                if one.apart
            },
        )

    def link(self, kind: EntityKind, key: str, name: str, spotify_id: str = "") -> Link:
        """A name as a link where it has a page, of several artists the one of that id."""
        thing = entity(kind, key)
        here = self.folders.get(thing, "")
        return Link(name, self.apart.get(thing, {}).get(spotify_id, here))


def folder_of(thing: str, slug: str) -> str:
    """Where the pages of an artist, a label or a genre stand."""
    return f"{FOLDERS[kind_of(thing)]}/{slug}"


def kind_of(thing: str) -> EntityKind:
    """What kind of entity `<kind>#<key>` is; raises `ValueError` for any other thing."""
    for kind in FOLDERS:
        if thing.startswith(f"{kind}#"):
            return kind
    raise ValueError(f"{thing} is no artist, label or genre")


def name_of(document: PlaylistDocument) -> str:
    """What a playlist's slug is made of: lists of likes have one of ours in every language."""
    return "Liked Tracks" if document.liked_tracks else document.name


def place_on_home(name: str, slug: str) -> tuple[str, str]:
    """What playlists are sorted by on home."""
    return name.casefold(), slug


def scatter_path(slug: str) -> str:
    """Where the scatter of a playlist stands on the site."""
    return f"images/playlists/{slug}/clusters/{SCATTER}.png"


def scatter_of(one: Shelf) -> Picture | None:
    """The scatter of a published playlist; without clusters it has none."""
    return Picture(scatter_path(one.slug), *SCATTER_SIZE) if one.clusters else None


def chart_path(slug: str, kind: str) -> str:
    """Where the card of a playlist, or its chart of `artists` and so on, stands on the site."""
    return f"images/playlists/{slug}/{kind}.png"


def figure_paths(slug: str, ready: Ready) -> dict[str, str]:
    """Where each figure of a playlist stands on the site, with its address in the library."""
    return {
        scatter_path(slug) if name == SCATTER else chart_path(slug, name): address
        for name, address in ready.figures.items()
    }


def playlist_view(
    slug: str,
    *,
    document: PlaylistDocument,
    analysis: Analysis,
    ready: Ready,
    export: ExportDocument,
    hearts: Collection[str] | None,
    ranks: Ranks | None,
    scatter_size: tuple[int, int],
    paths: Paths,
) -> PlaylistView:
    """What the pages of one playlist show.

    `hearts` is `None` where no export tells likes, `ranks` where none tells listening.
    """
    reports = [report for report in export.playlists if report.pid == document.pid]
    lines = lines_of(document.tracks, hearts, paths, ranks)
    return PlaylistView(
        slug=slug,
        name=titled(document.name),
        export=export.key,
        since=export.since,
        tracks=lines,
        analysis=analysis,
        scatter=Picture(scatter_path(slug), *scatter_size) if SCATTER in ready.figures else None,
        card=Picture(chart_path(slug, CARD), *CARD_SIZE) if CARD in ready.figures else None,
        likes_known=hearts is not None,
        ranks_known=ranks is not None,
        skipped=reports[0].skipped if reports else (),
        liked_tracks=document.liked_tracks,
        artists=counts.artists(lines, ranks),
        albums=counts.albums(lines, ranks),
        labels=counts.labels(lines),
        genres=counts.genres(lines),
        years=counts.years(lines),
        bars=tuple(
            (kind, Picture(chart_path(slug, kind), *bars_size(len(bars))))
            for kind, bars in charts(lines).items()
            if kind in ready.figures
        ),
    )


def lines_of(
    tracks: Iterable[Track],
    hearts: Collection[str] | None,
    paths: Paths,
    ranks: Ranks | None = None,
) -> tuple[TrackLine, ...]:
    """Tracks as tables show them, in their order, with links to whatever has a page."""
    return tuple(
        TrackLine(
            track=track,
            liked=track.key in (hearts or ()),
            rank=ranks.tracks.get(track.key) if ranks else None,
            artists=tuple(
                paths.link("artist", artist_key(name), name, spotify_id)
                for name, spotify_id in zip(track.artists, ids_of(track), strict=True)
            ),
            labels=tuple(
                paths.link("label", label.key, label.spelling)
                for label in labels.split(track.label, track.artists)
            ),
            genres=tuple(paths.link("genre", normalise(tag), tag) for tag in track.genres),
        )
        for track in tracks
    )


def shelf_of(pid: str, view: PlaylistView, doc: str, paths: Iterable[str]) -> Shelf:
    """What lists need to know of a playlist whose document is `doc` and whose files are `paths`."""
    return Shelf(
        pid=pid,
        slug=view.slug,
        name=view.name,
        tracks=len(view.tracks),
        liked=sum(line.liked for line in view.tracks),
        clusters=tuple(cluster.name for cluster in view.analysis.clusters),
        sizes=tuple(len(cluster.tracks) for cluster in view.analysis.clusters),
        art=common_art(view.tracks),
        since=view.since.isoformat(),
        liked_tracks=view.liked_tracks,
        doc=doc,
        features=view.sound is not None,
        folders=html_folders(paths),
    )


def html_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """Of the files of a thing, the folders of its HTML pages, each with its slash."""
    return tuple(sorted(p.removesuffix("index.html") for p in paths if p.endswith("/index.html")))


def commonest(values: Iterable[str]) -> str:
    """The commonest of the values that are not empty, of equals the first by sort order."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def home_view(
    shelf: Iterable[Shelf],
    exports: Collection[ExportDocument],
    entities: Mapping[EntityKind, Mapping[str, EntityShelf]],
    *,
    likes_known: bool,
    ranks: Ranks | None,
    forgotten: bool,
) -> HomeView:
    """The library: what is published, who has a page, and how much of the inbox was refused.

    `forgotten` says that there is a page of forgotten tracks.
    """
    lines = (
        PlaylistLine(
            slug=one.slug,
            name=one.name,
            tracks=one.tracks,
            liked=one.liked,
            clusters=one.clusters,
            art=one.art,
            since=datetime.fromisoformat(one.since),
            liked_tracks=one.liked_tracks,
            sizes=one.sizes,
            scatter=scatter_of(one),
        )
        for one in shelf
    )
    return HomeView(
        playlists=tuple(sorted(lines, key=lambda line: place_on_home(line.name, line.slug))),
        likes_known=likes_known,
        exports=len(exports),
        refused=sum(bool(export.refusals) for export in exports),
        artists=_table(entities["artist"], ranks),
        labels=_table(entities["label"]),
        genres=_table(entities["genre"]),
        forgotten=forgotten,
        ranks_known=ranks is not None,
    )


def _table(shelf: Mapping[str, EntityShelf], ranks: Ranks | None = None) -> tuple[TableLine, ...]:
    """What has a page, most tracks first; `ranks` for artists."""
    lines = (
        TableLine(
            name=one.name,
            path=folder_of(thing, one.slug),
            tracks=one.tracks,
            liked=one.liked,
            rank=ranks.artists.get(named(thing).partition("#")[2]) if ranks else None,
            art=one.art,
            spotify=one.spotify,
        )
        for thing, one in shelf.items()
    )
    return tuple(
        sorted(lines, key=lambda line: (-line.tracks, line.name.casefold(), line.name, line.path))
    )


def inbox_view(
    shelf: Iterable[Shelf], exports: Iterable[ExportDocument], sign_in: SignIn | None = None
) -> InboxView:
    """Every export with what it was read as, by object key."""
    slugs = {one.pid: one.slug for one in shelf}
    twins: defaultdict[str, list[str]] = defaultdict(list)
    exports = list(exports)
    for export in exports:
        for report in export.playlists:
            twins[report.fingerprint].append(export.key)
    return InboxView(
        tuple(
            InboxLine(
                key=export.key,
                since=export.since,
                format=export.format,
                because=export.because,
                size=export.size,
                playlists=tuple(
                    _inbox_playlist(export.key, report, slugs, twins) for report in export.playlists
                ),
                liked=export.likes,
                warnings=export.warnings,
                refusals=export.refusals,
                features_of=export.features_of,
                plays=export.plays,
                top_lists=export.top_lists,
            )
            for export in exports
        ),
        sign_in,
    )


def _inbox_playlist(
    key: str,
    report: PlaylistReport,
    slugs: Mapping[str, str],
    twins: Mapping[str, list[str]],
) -> InboxPlaylist:
    same = twins[report.fingerprint] if report.kept else []
    return InboxPlaylist(
        name=titled(report.name),
        slug=slugs.get(report.pid, ""),
        kept=report.kept,
        skipped=report.skipped,
        same_as=tuple(sorted({other for other in same if other != key})),
    )
