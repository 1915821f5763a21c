"""Our own file of one playlist, as `linernotes export` writes it: all that is known of each track.

`docs/playlist.schema.json` describes it; it is made from `PlaylistFile`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from linernotes.formats.collecting import ExportRows, Row
from linernotes.formats.json_values import as_list, as_object, is_list
from linernotes.formats.source import Claim, Contents, Format, JsonFile, Source
from linernotes.models import Features, Model

type Unit = Annotated[float, Field(ge=0, le=1)]


class FeaturesInFile(Model):
    """Audio features as Spotify defined them; what was not measured is left out."""

    danceability: Unit | None = None
    energy: Unit | None = None
    speechiness: Unit | None = None
    acousticness: Unit | None = None
    instrumentalness: Unit | None = None
    liveness: Unit | None = None
    valence: Unit | None = None
    loudness: float | None = Field(None, description="in dB, about -60 to +5")
    tempo: float | None = Field(None, description="in beats a minute")
    key: int | None = Field(None, ge=0, le=11, description="pitch class; C is 0")
    mode: int | None = Field(None, ge=0, le=1, description="1 is major, 0 is minor")
    time_signature: int | None = Field(None, ge=1, le=7, description="beats a bar")


class TrackInFile(Model):
    """A track. It has a `uri` or a `name`; what is not known is left out."""

    uri: str = Field("", description="spotify:track:… or spotify:local:…")
    name: str = ""
    artists: tuple[str, ...] = ()
    artist_ids: tuple[str, ...] = Field(
        (), description="Spotify ids beside `artists`; an empty one is not known"
    )
    album: str = ""
    album_id: str = Field("", description="Spotify id")
    label: str = Field("", description="the label field as the record has it")
    genres: tuple[str, ...] = ()
    release_date: str = Field("", description="YYYY, YYYY-MM or YYYY-MM-DD")
    added_at: datetime | None = None
    duration_ms: int | None = Field(None, ge=1)
    popularity: int | None = Field(None, ge=0, le=100)
    explicit: bool | None = None
    isrc: str = Field("", description="twelve letters and digits")
    art: str = Field("", description="address of the cover on one of Spotify's image hosts")
    features: FeaturesInFile | None = None


class PlaylistFile(Model):
    """A playlist: its name, and its tracks in their order."""

    linernotes: Literal["playlist"] = Field(description="says what this file is")
    version: Literal[1] = 1
    name: str
    liked_tracks: bool = Field(False, description="whether it is the owner's liked songs")
    tracks: tuple[TrackInFile, ...]


def claim(source: Source) -> Claim | None:
    """An object that says it is ours."""
    if not isinstance(source, JsonFile):
        return None
    document = as_object(source.value)
    tracks = document.get("tracks")
    if document.get("linernotes") != "playlist" or not is_list(tracks):
        return None
    name, liked = document.get("name"), document.get("liked_tracks") is True
    return Claim("a playlist as linernotes export writes it", partial(_read, name, liked, tracks))


def _read(name: object, liked: bool, tracks: Sequence[object]) -> Contents:
    export = ExportRows()
    playlist = export.playlist(name, liked_tracks=liked)
    for item in tracks:
        track = as_object(item)
        playlist.add(
            Row(
                uri=track.get("uri"),
                name=track.get("name"),
                artists=as_list(track.get("artists")),
                artist_ids=as_list(track.get("artist_ids")),
                album=track.get("album"),
                album_id=track.get("album_id"),
                label=track.get("label"),
                genres=as_list(track.get("genres")),
                release_date=track.get("release_date"),
                added_at=track.get("added_at"),
                duration_ms=track.get("duration_ms"),
                popularity=track.get("popularity"),
                explicit=track.get("explicit"),
                isrc=track.get("isrc"),
                art=track.get("art"),
                features=as_object(track.get("features")),
                fault="" if track or item is None else "the row is no object",
            )
        )
    return export.contents()


def features_in_file(features: Features) -> FeaturesInFile:
    """The same features, as the file tells them: who measured them is no part of a playlist."""
    told = asdict(features)
    del told["by"]
    return FeaturesInFile(**told)


FORMAT = Format("linernotes", claim)
