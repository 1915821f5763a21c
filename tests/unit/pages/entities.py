"""Views of artists, labels and genres made up for the tests of pages."""

from __future__ import annotations

from collections.abc import Sequence

from linernotes import counts
from linernotes.models import EntityKind
from linernotes.pages.views import EntityView, Link, PlaylistLine, TableLine, TrackLine
from tests.unit.pages.library import HOSTILE, SINCE, hostile, line


def row(
    name: str = "BIBI",
    tracks: int = 3,
    *,
    path: str = "",
    liked: int = 0,
    rank: int | None = None,
    art: str = "",
    spotify: str = "",
    date: str = "",
) -> TableLine:
    """A line of a table."""
    return TableLine(name, path, tracks, liked, rank, art, spotify, date)


def on_playlist(name: str = "Alt-Pop", slug: str = "alt-pop", tracks: int = 5) -> PlaylistLine:
    """A playlist that holds some of an entity's tracks."""
    return PlaylistLine(slug, name, tracks, 2, (), "", SINCE)


def entity(
    kind: EntityKind = "artist",
    name: str = "BIBI",
    lines: Sequence[TrackLine] | None = None,
    *,
    spellings: Sequence[tuple[str, int]] = (),
    relatives: Sequence[Link] = (),
) -> EntityView:
    """An entity of twelve tracks, of which each third is liked."""
    lines = [line(n, liked=n % 3 == 0) for n in range(1, 13)] if lines is None else lines
    return EntityView(
        kind=kind,
        slug="the_slug",
        name=name,
        spellings=tuple(spellings),
        tracks=tuple(lines),
        playlists=(on_playlist(), on_playlist("B|Side", "b_side", 1)),
        artists=(row("Becky G", 2, path="artists/becky_g", liked=1), row("Twice", 1)),
        albums=counts.albums(lines),
        labels=(row("Decca (UMO)", 4, path="labels/decca_(umo)", liked=3),),
        genres=(row("k-pop", 6, path="genres/k-pop", liked=2), row("pop", 1)),
        relatives=tuple(relatives),
        years=counts.years(lines),
        likes_known=True,
        since=SINCE,
        art="",
    )


def hostile_entity(kind: EntityKind) -> EntityView:
    """An entity in which every name is one of `HOSTILE`."""
    rows = tuple(
        row(name, tracks=99, path="artists/x", spotify=name, art=name, date=name)
        for name in HOSTILE
    )
    return EntityView(
        kind=kind,
        slug="the_slug",
        name=HOSTILE[0] + HOSTILE[5] + HOSTILE[6],
        spellings=tuple((name, 2) for name in HOSTILE),
        tracks=hostile().tracks,
        playlists=tuple(on_playlist(name) for name in HOSTILE),
        artists=rows,
        albums=rows,
        labels=rows,
        genres=rows,
        relatives=tuple(Link(name, "labels/x") for name in HOSTILE),
        years=(),
        likes_known=True,
        since=SINCE,
        art=HOSTILE[6],
        spotify=HOSTILE[6],
    )
