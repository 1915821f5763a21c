"""Track objects and rows of the Spotify Web API, in its old, its 2026 and its mixed spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.formats import cleaning
from linernotes.formats.collecting import Row
from linernotes.formats.json_values import JsonObject, as_list, as_object

# Tables show pictures at 50 px, so twice that and more for dense screens; the API offers 64, 300
# and 640.
_ART_WIDTH = 150


def is_track(value: object) -> bool:
    """Whether `value` looks like a track object: a name or URI, and artists as objects."""
    track = as_object(value)
    artists = track.get("artists")
    named = isinstance(track.get("uri"), str) or isinstance(track.get("name"), str)
    return named and isinstance(artists, list) and all(isinstance(one, dict) for one in artists)


def is_row(value: object) -> bool:
    """Whether `value` looks like a playlist row: an object around a track object, or around null.

    In a track object `track` is a truth value.
    """
    row = as_object(value)
    return any(name in row and not isinstance(row[name], bool | str) for name in ("item", "track"))


def rows_of(items: Iterable[object]) -> Iterable[Row]:
    """The rows of a playlist's `items`: rows or bare tracks."""
    for item in items:
        row = as_object(item)
        if is_row(item):
            inner = row.get("item") or row.get("track")
            if inner is None:
                yield Row()
            elif isinstance(inner, dict):
                yield track_row(inner, added_at=row.get("added_at"))
            else:
                yield Row(fault="the row's track is no object")
        elif item is None:
            yield Row()
        elif row:
            yield track_row(row, added_at=row.get("added_at"))
        else:
            yield Row(fault="the row is no object")


def track_row(track: JsonObject, *, added_at: object = None) -> Row:
    """The row that a track object makes."""
    album = as_object(track.get("album"))
    artists = [as_object(artist) for artist in as_list(track.get("artists"))]
    return Row(
        uri=track.get("uri") or track.get("id"),
        name=track.get("name"),
        artists=[artist.get("name") for artist in artists],
        artist_ids=[artist.get("id") or artist.get("uri") for artist in artists],
        album=album.get("name"),
        album_id=album.get("id") or album.get("uri"),
        label=album.get("label"),
        genres=[genre for owner in (album, *artists) for genre in as_list(owner.get("genres"))],
        release_date=album.get("release_date"),
        added_at=added_at,
        duration_ms=track.get("duration_ms"),
        popularity=track.get("popularity"),
        explicit=track.get("explicit"),
        isrc=as_object(track.get("external_ids")).get("isrc"),
        art=_art(as_list(album.get("images"))),
        features=as_object(track.get("audio_features")),
        liked=track.get("liked") is True,
        spoken=track.get("type") == "episode" or track.get("episode") is True,
    )


def _art(images: Sequence[object]) -> str:
    """The smallest picture that is wide enough, else the first."""
    offered = [
        (cleaning.whole(image.get("width"), 1, 100_000) or 0, address)
        for image in map(as_object, images)
        if (address := cleaning.art(image.get("url")))
    ]
    wide = sorted(one for one in offered if one[0] >= _ART_WIDTH)
    return (wide or offered or [(0, "")])[0][1]


def page_warning(page: JsonObject, of: str) -> list[str]:
    """What to say of a page that is one of several of the owner's `of`; else nothing."""
    held = len(as_list(page.get("items")))
    total = cleaning.whole(page.get("total"), 0, 10**9)
    if not page.get("next") and (total is None or total <= held):
        return []
    told = f"{held:,}" if total is None else f"{held:,} of {total:,}"
    return [f"The file holds {told} {of}: it is one page of several."]
