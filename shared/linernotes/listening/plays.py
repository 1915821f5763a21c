"""From what every history tells to what was listened to: each play once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linernotes.identity import artist_key, normalise, track_key
from linernotes.listening.documents import Credit, Heard, HeardTitle, ListeningDocument
from linernotes.models import Listened, Listening, TopTracks

# Points of a place in a list of top tracks, by how long a time the list is of.
_WEIGHTS: Mapping[str, int] = {"short_term": 1, "medium_term": 4, "long_term": 8}
_BELOW_LAST = 51  # lists hold fifty

# What tells one play from another beside its minute: title and artist, folded.
type _Song = tuple[str, str]


def heard(told: Iterable[ListeningDocument]) -> Heard:
    """Put together all that was listened to.

    Lists of top tracks count only where there is no play at all.
    """
    told = tuple(told)
    plays = _plays([one for document in told for one in document.listening])
    if plays:
        minutes = [play.minute for play in plays]
        titles = tuple(_titles(plays))
        return Heard(titles=titles, first=min(minutes), last=max(minutes))
    return Heard(titles=tuple(_points(told)))


@dataclass(frozen=True)
class _Play:
    minute: int
    song: _Song
    key: str
    title: Listened


def _plays(histories: Sequence[Listening]) -> list[_Play]:
    """Every play once: a member of a set of minute, artist and title.

    Where two histories tell one play, it is that with a URI, and of two URIs the smaller.
    """
    covered = _Spans((one.first, one.last) for one in histories if one.extended)
    found: dict[tuple[int, _Song], _Play] = {}
    for history in histories:
        for title in history.titles:
            song = (normalise(title.name), artist_key(title.artist))
            key = track_key(title.uri, "", title.name, (title.artist,)) if title.uri else ""
            for minute in title.minutes:
                if not history.extended and minute in covered:
                    continue
                play = _Play(minute, song, key, title)
                stands = found.get((minute, song))
                if stands is None or _order(play) < _order(stands):
                    found[minute, song] = play
    return list(found.values())


def _order(play: _Play) -> tuple[bool, str, str, str, str]:
    title = play.title
    return (not play.key, play.key, title.name, title.artist, title.album)


class _Spans:
    """Stretches of time, first and last minute included."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def __contains__(self, minute: int) -> bool:
        return any(first <= minute <= last for first, last in self._spans)


@dataclass
class _Tally:
    plays: int = 0
    last: int = 0
    names: Counter[str] = field(default_factory=Counter)
    artists: Counter[str] = field(default_factory=Counter)
    albums: Counter[str] = field(default_factory=Counter)


def _titles(plays: Iterable[_Play]) -> Iterator[HeardTitle]:
    """Plays by track, where a URI tells it, and song; names as they are written most often."""
    tallies: defaultdict[tuple[str, _Song], _Tally] = defaultdict(_Tally)
    for play in plays:
        tally = tallies[play.key, play.song]
        tally.plays += 1
        tally.last = max(tally.last, play.minute)
        tally.names[play.title.name] += 1
        tally.artists[play.title.artist] += 1
        tally.albums[play.title.album] += 1
    for (key, _), tally in sorted(tallies.items(), key=lambda one: one[0]):
        artist = _commonest(tally.artists)
        yield HeardTitle(
            key=key,
            name=_commonest(tally.names),
            artists=(artist,) if artist else (),
            album=_commonest(tally.albums),
            score=tally.plays,
            last=tally.last,
        )


def _commonest(written: Counter[str]) -> str:
    """The commonest that is not empty, the first by sort order of equals."""
    known = [name for name in written if name]
    return min(known, key=lambda name: (-written[name], name), default="")


def _points(told: Iterable[ListeningDocument]) -> Iterator[HeardTitle]:
    """Points out of lists of top tracks.

    Of two lists over one range, a track has its better place: the same page may be dropped twice.
    """
    points: defaultdict[str, dict[str, int]] = defaultdict(dict)
    credits_of: dict[str, Credit] = {}
    for document in told:
        for top in document.top_tracks:
            for key, worth in _worth(top).items():
                points[key][top.time_range] = max(worth, points[key].get(top.time_range, 0))
        for key, credit in document.credits.items():
            stands = credits_of.setdefault(key, credit)
            credits_of[key] = min(stands, credit, key=lambda one: one.model_dump_json())
    for key, by_range in sorted(points.items()):
        credit = credits_of.get(key, Credit())
        yield HeardTitle(
            key=key,
            name=credit.name,
            artists=credit.artists,
            album=credit.album,
            score=sum(by_range.values()),
        )


def _worth(top: TopTracks) -> dict[str, int]:
    weight = _WEIGHTS[top.time_range]
    worth = {key: weight * max(0, _BELOW_LAST - place) for key, place in top.places.items()}
    return {key: points for key, points in worth.items() if points}
