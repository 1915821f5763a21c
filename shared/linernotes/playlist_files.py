"""A playlist as a file to take away and to read back: a table, Web API JSON, or our own JSON."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, Literal

from linernotes.formats.exportify import EXTRA_TITLES, TITLES, joined
from linernotes.formats.own import PlaylistFile, TrackInFile, features_in_file
from linernotes.models import Features, PlaylistDocument, Track
from linernotes.pages.csv_files import Cell, csv_of

Shape = Literal["csv", "web-api", "json"]
_OF_TRACKS = tuple(f.name for f in fields(Track) if f.name not in ("key", "features"))
EXTENSIONS: dict[Shape, str] = {"csv": ".csv", "web-api": ".json", "json": ".json"}


def write(playlist: PlaylistDocument, shape: Shape) -> bytes:
    """The file of a playlist in one of three shapes.

    `csv` is exportify.net's table with four more columns at its end, so that nothing is lost; its
    file's name is the playlist's. `web-api` is the playlist object of the Spotify Web API, or the
    page of saved tracks where the playlist is the owner's liked songs. `json` is our own.
    """
    if shape == "csv":
        # Readers clean what they read; one invisible character less would be another name.
        return csv_of((*TITLES, *EXTRA_TITLES), map(_cells, playlist.tracks), str)
    if shape == "web-api":
        return _json(_web_api(playlist))
    return _json(_own(playlist).model_dump(mode="json", exclude_defaults=True) | {"version": 1})


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _cells(track: Track) -> tuple[Cell, ...]:
    told = track.features or Features()
    return (
        track.uri,
        track.name,
        track.album,
        joined(track.artists, ";"),
        track.release_date,
        track.duration_ms,
        track.popularity,
        track.explicit,
        "",  # who added it is nobody else's business
        _moment(track) or "",
        joined(track.genres, ","),
        track.label,
        told.danceability,
        told.energy,
        told.key,
        told.loudness,
        told.mode,
        told.speechiness,
        told.acousticness,
        told.instrumentalness,
        told.liveness,
        told.valence,
        told.tempo,
        told.time_signature,
        ",".join(track.artist_ids),
        track.album_id,
        track.isrc,
        track.art,
    )


def _web_api(playlist: PlaylistDocument) -> dict[str, Any]:
    items = [
        {
            "added_at": _moment(track),
            **(
                {} if playlist.liked_tracks else {"is_local": track.uri.startswith("spotify:local")}
            ),
            "track": _track(track),
        }
        for track in playlist.tracks
    ]
    page = {"items": items, "next": None, "total": len(items)}
    if playlist.liked_tracks:
        return {"href": "https://api.spotify.com/v1/me/tracks", **page}
    return {"type": "playlist", "name": playlist.name, "tracks": page}


def _track(track: Track) -> dict[str, Any]:
    ids = track.artist_ids or ("",) * len(track.artists)
    album = {
        "name": track.album,
        "id": track.album_id,
        "label": track.label,
        "genres": list(track.genres),
        "release_date": track.release_date,
        "images": [{"url": track.art}] if track.art else [],
    }
    told: dict[str, Any] = {
        "type": "track",
        "uri": track.uri,
        "name": track.name,
        "artists": [
            {"name": name, "id": spotify_id} if spotify_id else {"name": name}
            for name, spotify_id in zip(track.artists, ids, strict=True)
        ],
        "album": {name: value for name, value in album.items() if value != ""},
    }
    known = {
        "duration_ms": track.duration_ms,
        "popularity": track.popularity,
        "explicit": track.explicit,
        "external_ids": {"isrc": track.isrc} if track.isrc else None,
        "audio_features": _features(track),
    }
    return told | {name: value for name, value in known.items() if value is not None}


def _features(track: Track) -> dict[str, Any] | None:
    if track.features is None:
        return None
    return features_in_file(track.features).model_dump(exclude_none=True)


def _own(playlist: PlaylistDocument) -> PlaylistFile:
    return PlaylistFile(
        linernotes="playlist",
        name=playlist.name,
        liked_tracks=playlist.liked_tracks,
        tracks=tuple(
            TrackInFile(
                **{name: getattr(track, name) for name in _OF_TRACKS},
                features=features_in_file(track.features) if track.features else None,
            )
            for track in playlist.tracks
        ),
    )


def _moment(track: Track) -> str | None:
    return track.added_at.isoformat().replace("+00:00", "Z") if track.added_at else None
