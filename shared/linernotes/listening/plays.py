"""From what every history tells to what was listened to: each play once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from linernotes.identity import artist_key, normalise, track_key
from linernotes.listening.documents import Credit, Heard, HeardTitle, ListeningDocument
from linernotes.models import Listened, Listening, TopTracks

# Points of a place in a list of top tracks, by how long a time the list is of.
_WEIGHTS: Mapping[str, int] = {"short_term": 1, "medium_term": 4, "long_term": 8}
_BELOW_LAST = 51  # lists hold fifty

# What tells one play from another beside its minute: title and artist, folded.
type _Song = tuple[str, str]


def heard(told: Iterable[ListeningDocument], histories: Iterable[Listening] = ()) -> Heard:
    """Put together all that was listened to.

    Lists of top tracks count only where there is no play at all.

    Parameters
    ----------
    histories : those that `told` have the addresses of. Each is let go of before the next is
        taken, as a large archive has more of them than there is memory for.
    """
    told = tuple(told)
    plays = _plays(chain((one for document in told for one in document.listening), histories))
    if plays:
        minutes = [minute for ended in plays.values() for minute in ended]
        return Heard(titles=tuple(_titles(plays)), first=min(minutes), last=max(minutes))
    return Heard(titles=tuple(_points(told)))


class _Told(NamedTuple):
    """A title as a history tells it; of two that tell one play, it is the lesser.

    So one of an extended history counts before another, then one with the key of a track, which
    only a URI gives.
    """

    by_name: bool
    keyless: bool
    key: str
    name: str
    artist: str
    album: str


def _plays(histories: Iterable[Listening]) -> dict[_Song, dict[int, _Told]]:
    """Every play once: of each song the minutes in which one ended, and what it was."""
    found: defaultdict[_Song, dict[int, _Told]] = defaultdict(dict)
    same: dict[_Told, _Told] = {}
    spans = []
    for history in histories:
        if history.extended:
            spans.append((history.first, history.last))
        for title in history.titles:
            told = _told(title, by_name=not history.extended)
            told = same.setdefault(told, told)
            ended = found[normalise(title.name), artist_key(title.artist)]
            for minute in title.minutes:
                ended[minute] = min(told, ended.get(minute, told))
    _let_go(found, _Spans(spans))
    return found


def _told(title: Listened, *, by_name: bool) -> _Told:
    key = track_key(title.uri, "", title.name, (title.artist,)) if title.uri else ""
    return _Told(by_name, not key, key, title.name, title.artist, title.album)


def _let_go(plays: dict[_Song, dict[int, _Told]], covered: _Spans) -> None:
    """Let go of plays of an account history in a time that an extended one covers."""
    for song, ended in list(plays.items()):
        for minute in [m for m, told in ended.items() if told.by_name and m in covered]:
            del ended[minute]
        if not ended:
            del plays[song]


class _Spans:
    """Stretches of time, first and last minute included."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def __contains__(self, minute: int) -> bool:
        return any(first <= minute <= last for first, last in self._spans)


def _titles(plays: Mapping[_Song, Mapping[int, _Told]]) -> Iterator[HeardTitle]:
    """Plays by track, where a URI tells it, and song."""
    found: dict[tuple[str, _Song], HeardTitle] = {}
    for song, ended in plays.items():
        tracks: defaultdict[str, list[int]] = defaultdict(list)
        for minute, told in ended.items():
            tracks[told.key].append(minute)
        for key, minutes in tracks.items():
            titles = [ended[minute] for minute in minutes]
            found[key, song] = _title(key, titles, max(minutes))
    return (title for _, title in sorted(found.items(), key=lambda one: one[0]))


def _title(key: str, plays: Sequence[_Told], last: int) -> HeardTitle:
    """What each of `plays` was of; names as they are written most often."""
    artist = _commonest(title.artist for title in plays)
    return HeardTitle(
        key=key,
        name=_commonest(title.name for title in plays),
        artists=(artist,) if artist else (),
        album=_commonest(title.album for title in plays),
        score=len(plays),
        last=last,
    )


def _commonest(names: Iterable[str]) -> str:
    """The commonest that is not empty, the first by sort order of equals."""
    written = Counter(name for name in names if name)
    return min(written, key=lambda name: (-written[name], name), default="")


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
