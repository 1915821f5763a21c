"""From what was read to the documents that stand for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from linernotes import labels
from linernotes.facts import Told, complete
from linernotes.identity import artist_key, entity, export_id, normalise, playlist_id
from linernotes.models import ExportReading, Membership, Model, PlaylistDocument, Reading, Track
from linernotes.namesakes import ids_of
from linernotes.recipes import READING


def ids(reading: ExportReading, key: str) -> tuple[str, ...]:
    """The id of each playlist of the export at object key `key`, in the file's order.

    Playlists of one name within an export are told apart by their order.
    """
    seen: Counter[str] = Counter()
    made = []
    for playlist in reading.playlists:
        seen[playlist.name] += 1
        made.append(playlist_id(key, playlist.name, seen[playlist.name]))
    return tuple(made)


def documents(
    reading: ExportReading, key: str, others: Mapping[str, Iterable[Told]] | None = None
) -> Iterator[PlaylistDocument]:
    """The playlists of the export at object key `key`, in the file's order, made one by one.

    `others` is what other exports tell of its tracks, by track key; it completes them.
    """
    return (
        _document(pid, playlist, export_id(key), others or {})
        for pid, playlist in zip(ids(reading, key), reading.playlists, strict=True)
    )


def _document(
    pid: str, playlist: Reading, export: str, others: Mapping[str, Iterable[Told]]
) -> PlaylistDocument:
    tracks = tuple(complete(track, others.get(track.key, ())) for track in playlist.tracks)
    return PlaylistDocument(
        recipe=READING,
        pid=pid,
        export=export,
        name=playlist.name,
        liked_tracks=playlist.liked_tracks,
        tracks=tracks,
        entities=memberships(tracks),
    )


class _Touched(Model):
    entities: dict[str, Membership]


def touched(document: bytes) -> dict[str, Membership]:
    """The `entities` of a playlist's document as it is stored.

    They stand at its end, and only that is parsed: the tracks before it are most of the document,
    and while they are parsed take ten times its size.
    """
    # In a text every quote has a backslash before it, so this is a key, and tracks have none such.
    _, _, entities = document.rpartition(b',"entities":')
    return _Touched.model_validate_json(b'{"entities":' + entities).entities


@dataclass
class _Tally:
    tracks: set[str] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)


def memberships(tracks: Iterable[Track]) -> dict[str, Membership]:
    """How every artist, label and genre stands in a playlist, by `<kind>#<key>` in order.

    A spelling is counted once a track.
    """
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for track in tracks:
        for thing, spelling, spotify_id in _named(track):
            tally = tallies[thing]
            tally.tracks.add(track.key)
            tally.spellings[spelling] += 1
            if spotify_id:
                tally.ids.add(spotify_id)
    return {
        thing: Membership(
            tracks=tuple(sorted(tally.tracks)),
            spellings=dict(sorted(tally.spellings.items())),
            ids=tuple(sorted(tally.ids)),
        )
        for thing, tally in sorted(tallies.items())
    }


def _named(track: Track) -> Iterator[tuple[str, str, str]]:
    """Each entity that a track names once, with its spelling and its Spotify id."""
    named: dict[str, tuple[str, str]] = {}
    for name, spotify_id in zip(track.artists, ids_of(track), strict=True):
        if key := artist_key(name):
            named.setdefault(entity("artist", key), (name, spotify_id))
    for label in labels.split(track.label, track.artists):
        named.setdefault(entity("label", label.key), (label.spelling, ""))
    for tag in track.genres:
        if key := normalise(tag):
            named.setdefault(entity("genre", key), (tag, ""))
    for thing, (spelling, spotify_id) in named.items():
        yield thing, spelling, spotify_id
