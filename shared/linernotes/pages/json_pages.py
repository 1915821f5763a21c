"""Pages as JSON: the same data for programs. What is not known is left out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from linernotes.kin import AkinMood
from linernotes.pages import groups
from linernotes.pages.escaping import one_line
from linernotes.pages.history import history_data
from linernotes.pages.kin_words import fits_of, folder_of, nearest_to
from linernotes.pages.links import art, at_spotify, group_at_spotify
from linernotes.pages.notes import Notes, Section, labels_of
from linernotes.pages.taste import taste_data
from linernotes.pages.views import (
    ChangeLine,
    Clustered,
    ClustersView,
    EntityView,
    HomeView,
    InboxView,
    Link,
    PlaylistLine,
    PlaylistView,
    TableLine,
    TrackLine,
    YearLine,
    YearView,
)


def overview(view: PlaylistView, notes: Notes) -> bytes:
    """Give a playlist: its counts, its clusters in brief, and every track in its own order."""
    return document(
        {
            **head(view),
            "counts": {
                "tracks": len(view.tracks),
                "artists": notes.artists or None,
                "albums": notes.albums or None,
                "labels": notes.labels or None,
                "liked": notes.liked if view.likes_known else None,
                "skipped": len(view.skipped),
            },
            "clusters": [
                {"number": section.number, "name": section.name, "tracks": len(section.lines)}
                for section in notes.sections
            ],
            "sounds_like": [
                {"name": one.name, "page": folder_of(one.slug), "distance": one.distance}
                for one in view.kin.playlists
            ]
            or None,
            **tables(view),
            "tracks": track_lines(view.tracks, view, notes),
            "taste": taste_data(view.taste),
            "history": history_data(view.history),
            "changes": _changes(view.changes),
            "before": _link(view.before) if view.before else None,
            "after": _link(view.after) if view.after else None,
        }
    )


def entity(view: EntityView, notes: Notes) -> bytes:
    """Give an artist, a label or a genre: its counts, its tables, and every track.

    Where more playlists hold its tracks than a page lists, `beyond` counts those that are left out.
    """
    return document(
        {
            "kind": view.kind,
            "name": view.name,
            "page": f"{groups.FOLDERS[view.kind]}/{view.slug}",
            "since": view.since.isoformat(),
            "address": group_at_spotify(view.kind, view.name, view.spotify),
            "art": art(view.art),
            "rank": view.rank,
            "counts": {
                "tracks": len(view.tracks),
                "playlists": groups.held_by(view),
                "liked": notes.liked if view.likes_known else None,
            },
            **({"beyond": {"playlists": left_out}} if (left_out := view.playlists_beyond) else {}),
            "spellings": [
                {"name": spelling, "tracks": times} for spelling, times in view.spellings
            ],
            "relatives": [_link(to) for to in view.relatives],
            "clusters": _moods(view.moods),
            "playlists": [_playlist(line, view) for line in view.playlists],
            **tables(view),
            "tracks": track_lines(view.tracks, view, notes),
        }
    )


def clusters(view: Clustered, notes: Notes) -> bytes:
    """Give the clusters of a playlist, an artist or the library.

    Their numbers, and their tracks most typical first.
    """
    analysis = view.analysis
    about = head(view) if isinstance(view, PlaylistView) else _head(view)
    return document(
        {
            **about,
            "mode": analysis.mode,
            "why": analysis.why,
            "placed": notes.placed,
            "silhouette": analysis.silhouette,
            "stability": analysis.stability,
            "strength": analysis.strength,
            "axes": [{"label": axis.label, "explained": axis.explained} for axis in analysis.axes],
            "clusters": [_cluster(section, view, notes) for section in notes.sections],
            "not_placed": track_lines(notes.unplaced, view, notes),
        }
    )


def home(view: HomeView) -> bytes:
    """Give the library: every playlist and the folder of its page."""
    return document(
        {
            "exports": view.exports,
            "refused": view.refused,
            "forgotten": "forgotten" if view.forgotten else None,
            "playlists": [
                {
                    **_playlist(line, view),
                    "since": line.since.isoformat(),
                    "clusters": line.clusters,
                }
                for line in view.playlists
            ],
            "clusters": _moods(view.moods),
            "taste": taste_data(view.taste),
            "artists": _table("artist", view.artists, view),
            "labels": _table("label", view.labels, view),
            "genres": _table("genre", view.genres, view),
            "changes": _changes(view.changes),
        }
    )


def inbox(view: InboxView) -> bytes:
    """Give what became of every export."""
    one = view.sign_in
    ends = one.ends.isoformat() if one and one.ends else None
    return document(
        {
            "sign_in": {"ends": ends, "ended": one.ended} if one else None,
            "exports": [
                {
                    "key": export.key,
                    "since": export.since.isoformat(),
                    "format": export.format,
                    "because": export.because,
                    "size": export.size,
                    "liked": export.liked or None,
                    "features_of": export.features_of or None,
                    "plays": export.plays or None,
                    "top_lists": export.top_lists or None,
                    "warnings": export.warnings,
                    "playlists": [
                        {
                            "name": one.name,
                            "page": f"playlists/{one.slug}" if one.slug else None,
                            "kept": one.kept,
                            "skipped": [skip.model_dump() for skip in one.skipped],
                            "same_as": one.same_as,
                        }
                        for one in export.playlists
                    ],
                    "refusals": [one.model_dump(mode="json") for one in export.refusals],
                }
                for export in view.exports
            ],
        }
    )


def head(view: PlaylistView) -> dict[str, Any]:
    return {
        "name": view.name,
        "page": f"playlists/{view.slug}",
        "export": view.export,
        "since": view.since.isoformat(),
        "liked_tracks": view.liked_tracks or None,
    }


def _head(view: ClustersView) -> dict[str, Any]:
    return {
        "name": view.name,
        "page": view.folder,
        "since": view.since.isoformat(),
        "note": view.note,
    }


def _moods(view: ClustersView | None) -> list[dict[str, Any]] | None:
    if view is None:
        return None
    return [
        {"number": one.number, "name": one.name, "tracks": len(one.tracks)}
        for one in view.analysis.clusters
    ]


def _cluster(section: Section, view: Clustered, notes: Notes) -> dict[str, Any]:
    return {
        "number": section.number,
        "name": section.name,
        "profile": [trait.model_dump() for trait in section.cluster.profile],
        "nearest": _akin(nearest_to(view.kin, section.number)),
        "moods_within": [
            {"name": part.name, "tracks": [line.track.uri for line in part.lines]}
            for part in section.parts
        ]
        or None,
        "tracks": track_lines(section.lines, view, notes, section.misfits),
    }


def _playlist(line: PlaylistLine, view: EntityView | HomeView) -> dict[str, Any]:
    return {
        "name": line.name,
        "page": f"playlists/{line.slug}",
        "tracks": line.tracks,
        "liked": line.liked if view.likes_known else None,
        "liked_tracks": line.liked_tracks or None,
        "art": art(line.art),
    }


def tables(view: EntityView | PlaylistView | YearView) -> dict[str, Any]:
    """Give the tables of a page, those of which something is known."""
    return {
        "artists": _table("artist", view.artists, view),
        "albums": _table("album", view.albums, view),
        "labels": _table("label", view.labels, view),
        "genres": _table("genre", view.genres, view),
        "years": _years(view.years, view),
    }


def _table(
    kind: str, lines: Iterable[TableLine], view: EntityView | HomeView | PlaylistView | YearView
) -> list[dict[str, Any]] | None:
    """Every line of a table, not only those that a page has room for; none if there are none."""
    return [
        {
            "name": line.name,
            "page": line.path,
            "tracks": line.tracks,
            "liked": line.liked if view.likes_known else None,
            "rank": line.rank,
            "date": line.date,
            "address": groups.address_of(kind, line),
            "art": art(line.art),
        }
        for line in lines
    ] or None


def _changes(lines: Iterable[ChangeLine]) -> list[dict[str, Any]] | None:
    return [
        {
            "at": line.at.isoformat(),
            "label": line.label,
            "things": [_link(to) for to in line.links],
            "more": line.more or None,
            "notes": [
                {
                    "label": note.label,
                    "names": note.names or None,
                    "page": note.path,
                    "more": note.more or None,
                }
                for note in line.notes
            ]
            or None,
        }
        for line in lines
    ] or None


def _years(
    lines: Iterable[YearLine], view: EntityView | PlaylistView | YearView
) -> list[dict[str, Any]] | None:
    return [
        {
            "name": line.name,
            "page": line.path,
            "tracks": line.tracks,
            "liked": line.liked if view.likes_known else None,
        }
        for line in lines
    ] or None


def track_lines(
    lines: Iterable[TrackLine],
    view: ClustersView | EntityView | PlaylistView | YearView,
    notes: Notes,
    misfits: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    homes = fits_of(view.kin) if isinstance(view, PlaylistView) else {}
    return [
        {
            "place": notes.places[line.track.key],
            "name": line.track.name,
            "artists": [_link(to) for to in line.artists],
            "album": line.track.album,
            "labels": [_link(to) for to in labels_of(line)],
            "rank": line.rank,
            "liked": line.liked if view.likes_known else None,
            "cluster": notes.numbers.get(line.track.key),
            "misfit": line.track.key in misfits or None,
            "fits": _akin(homes.get(line.track.key)),
            "uri": line.track.uri,
            "address": at_spotify(line.track),
            "art": art(line.track.art),
        }
        for line in lines
    ]


def _akin(one: AkinMood | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "playlist": one.name,
        "page": f"{folder_of(one.slug)}/clusters",
        "number": one.mood,
        "name": one.mood_name,
        "distance": one.distance,
    }


def _link(to: Link) -> dict[str, Any]:
    return {"name": to.name, "page": to.path}


def document(value: dict[str, Any]) -> bytes:
    """Write a page's JSON; members that are unknown (`None` or an empty text) are left out."""
    text = json.dumps(_known(value), ensure_ascii=False, allow_nan=False, indent=1)
    # Should a page ever hold it, or a browser guess at its kind, no tag can begin in it.
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return (text + "\n").encode()


def _known(value: Any) -> Any:
    """Drop what is unknown from objects, and put every text on one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        told = {key: _known(one) for key, one in value.items()}
        return {key: one for key, one in told.items() if one is not None and one != ""}
    if isinstance(value, list | tuple):
        return [_known(one) for one in value]
    return value
