"""Views made up for the tests of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from linernotes.models import Analysis, Axis, Cluster, Track, Trait
from linernotes.pages.views import Link, Picture, PlaylistView, TrackLine

SINCE = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
ART = "https://i.scdn.co/image/ab67616d0000b273f609c79794752ed7ee0976b5"
AXES = (Axis(label="from calm to loud", explained=0.41), Axis(label="a bit of", explained=0.2))

# Names as strangers write them; HOSTILE's rows about names are all here.
HOSTILE = (
    "A|B",
    "back\\slash\\|pipe\\",
    "[x](javascript:alert(1))",
    "![](http://evil/p.gif)",
    "[x]: http://evil",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "`one` ``two`` ```three",
    "$x^2$ and $$y$$",
    "{{7*7}} {% raw %} %s {0}",
    "*bold* _em_ ~~gone~~ **",
    "# heading #",
    "- item",
    "1. first",
    "> quote",
    "=====",
    "---",
    "Skull &amp; Bones &#35; & Sons",
    "www.evil.com http://evil.com me@evil.com",
    "<!-- comment --> <a href='x'>y</a>",
    "לך לישון",
    "夜に駆ける",
    "\u0410dele",
    "👩\u200d👩\u200d👧 🎧",
    "nan",
)


def line(
    number: int,
    name: str | None = None,
    *,
    artists: Sequence[Link] = (Link("Somebody"),),
    labels: Sequence[Link] = (Link("A Label"),),
    album: str = "An Album",
    art: str = ART,
    liked: bool = False,
    rank: int | None = None,
) -> TrackLine:
    """A track of a table, the `number`-th of the playlist."""
    uri = f"spotify:track:{number:022d}"
    track = Track(
        key=uri,
        uri=uri,
        name=f"Track {number}" if name is None else name,
        artists=tuple(link.name for link in artists),
        album=album,
        art=art,
    )
    return TrackLine(track, liked, rank, tuple(artists), tuple(labels))


def playlist(
    lines: Sequence[TrackLine],
    clusters: Sequence[Sequence[TrackLine]] = (),
    *,
    name: str = "International Pop",
    misfits: Sequence[TrackLine] = (),
) -> PlaylistView:
    """A playlist with the given clusters; without them nothing could be placed."""
    made = tuple(
        Cluster(
            number=number,
            name=f"mood {number}",
            tracks=tuple(one.track.key for one in members),
            profile=(
                Trait(feature="energy", median=0.8, z=1.2),
                Trait(feature="loudness", median=-5.25, z=-0.4),
                Trait(feature="tempo", median=120.4, z=0.1),
            ),
            misfits=tuple(one.track.key for one in misfits if one in members),
        )
        for number, members in enumerate(clusters, start=1)
    )
    placed = [one.track.key for members in clusters for one in members]
    analysis = Analysis(
        recipe=1,
        mode="sound" if made else "none",
        why="" if made else "Only 3 of 9 tracks have audio features; 30 are needed.",
        k=len(made),
        silhouette=0.284 if len(made) > 1 else None,
        stability=0.912 if len(made) > 1 else None,
        strength="clear" if len(made) > 1 else "",
        axes=AXES if made else (),
        clusters=made,
        unplaced=tuple(one.track.key for one in lines if one.track.key not in placed),
        points={key: (number * 0.1, number % 7 - 3.0) for number, key in enumerate(placed)},
    )
    return PlaylistView(
        slug="international_pop",
        name=name,
        export="international_pop.json",
        since=SINCE,
        tracks=tuple(lines),
        analysis=analysis,
        scatter=_scatter() if made else None,
        likes_known=True,
        ranks_known=True,
    )


def two_moods(count: int = 30, left_over: int = 3) -> PlaylistView:
    """A playlist of two clusters, two thirds and a third, and some tracks that are not placed."""
    lines = [
        line(
            number,
            artists=(Link("BIBI", "artists/bibi"), Link("Becky G")),
            labels=(Link("Decca (UMO)", "labels/decca_(umo)"),),
            liked=number % 2 == 0,
            rank=number * 10 if number % 3 else None,
        )
        for number in range(1, count + left_over + 1)
    ]
    cut = count * 2 // 3
    # Typicality is an order of its own, not the playlist's.
    first, second = lines[:cut][::-1], lines[cut:count][::-1]
    return playlist(lines, [first, second], misfits=[first[-1]])


def hostile() -> PlaylistView:
    """A playlist in which every name is one of `HOSTILE`."""
    lines = [
        line(number, name, artists=(Link(name, "artists/x"), Link(name)), album=name)
        for number, name in enumerate(HOSTILE, start=1)
    ]
    lines = [replace(one, labels=(Link(one.track.name),)) for one in lines]
    return playlist(lines, [lines], name=HOSTILE[0] + HOSTILE[5])


def _scatter() -> Picture:
    path = "images/playlists/international_pop/clusters/clusters_scatter.png"
    return Picture(path, 1200, 900)
