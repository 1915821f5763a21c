"""What the pages show, gathered from catalog and library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from linernotes.catalog.heads import Ready
from linernotes.catalog.pages import Shelf
from linernotes.models import Analysis, ExportDocument, PlaylistDocument, PlaylistReport, Track
from linernotes.pages.views import (
    HomeView,
    InboxLine,
    InboxPlaylist,
    InboxView,
    Link,
    Picture,
    PlaylistLine,
    PlaylistView,
    TrackLine,
)

SCATTER = "clusters_scatter"


def scatter_path(slug: str) -> str:
    """Where the scatter of a playlist stands on the site."""
    return f"images/playlists/{slug}/clusters/{SCATTER}.png"


def playlist_view(
    slug: str,
    *,
    document: PlaylistDocument,
    analysis: Analysis,
    ready: Ready,
    export: ExportDocument,
    hearts: Collection[str] | None,
    scatter_size: tuple[int, int],
) -> PlaylistView:
    """What the pages of one playlist show; `hearts` is `None` where no export tells likes."""
    reports = [report for report in export.playlists if report.pid == document.pid]
    return PlaylistView(
        slug=slug,
        name=document.name,
        export=export.key,
        since=export.since,
        tracks=tuple(_line(track, hearts or ()) for track in document.tracks),
        analysis=analysis,
        scatter=Picture(scatter_path(slug), *scatter_size) if SCATTER in ready.figures else None,
        likes_known=hearts is not None,
        ranks_known=False,
        skipped=reports[0].skipped if reports else (),
        liked_tracks=document.liked_tracks,
    )


def _line(track: Track, hearts: Collection[str]) -> TrackLine:
    return TrackLine(
        track=track,
        liked=track.key in hearts,
        rank=None,
        artists=tuple(Link(name) for name in track.artists),
        labels=(Link(track.label),) if track.label else (),
    )


def shelf_of(pid: str, view: PlaylistView) -> Shelf:
    """What home and the inbox page need to know of a playlist."""
    return Shelf(
        pid=pid,
        slug=view.slug,
        name=view.name,
        tracks=len(view.tracks),
        liked=sum(line.liked for line in view.tracks),
        clusters=tuple(cluster.name for cluster in view.analysis.clusters),
        art=_commonest(line.track.art for line in view.tracks),
        since=view.since.isoformat(),
        liked_tracks=view.liked_tracks,
    )


def _commonest(art: Iterable[str]) -> str:
    counted = Counter(address for address in art if address)
    return min(counted, key=lambda address: (-counted[address], address), default="")


def home_view(
    shelf: Iterable[Shelf], exports: Collection[ExportDocument], likes_known: bool
) -> HomeView:
    """The library: what is published, and how much of the inbox was refused."""
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
        )
        for one in shelf
    )
    return HomeView(
        playlists=tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.slug))),
        likes_known=likes_known,
        exports=len(exports),
        refused=sum(bool(export.refusals) for export in exports),
    )


def inbox_view(shelf: Iterable[Shelf], exports: Iterable[ExportDocument]) -> InboxView:
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
        )
    )


def _inbox_playlist(
    key: str,
    report: PlaylistReport,
    slugs: Mapping[str, str],
    twins: Mapping[str, list[str]],
) -> InboxPlaylist:
    same = twins[report.fingerprint] if report.kept else []
    return InboxPlaylist(
        name=report.name,
        slug=slugs.get(report.pid, ""),
        kept=report.kept,
        skipped=report.skipped,
        same_as=tuple(sorted({other for other in same if other != key})),
    )
