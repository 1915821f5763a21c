"""From what every history tells to what was listened to: each play once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
        minutes = [minute for ended in plays.values() for minute in ended]
        return Heard(titles=tuple(_titles(plays)), first=min(minutes), last=max(minutes))
    return Heard(titles=tuple(_points(told)))


@dataclass(frozen=True, slots=True)
class _Told:
    """A title as one history tells it; `key` is its track's, empty without a URI."""

    key: str
    title: Listened


def _plays(histories: Sequence[Listening]) -> dict[_Song, dict[int, _Told]]:
    """Every play once: of each song the minutes in which one ended, and who tells it.

    Where two histories tell one play, it is that with a URI, and of two URIs the smaller.
    """
    covered = _Spans((one.first, one.last) for one in histories if one.extended)
    found: defaultdict[_Song, dict[int, _Told]] = defaultdict(dict)
    for history in histories:
        for title in history.titles:
            song = (normalise(title.name), artist_key(title.artist))
            key = track_key(title.uri, "", title.name, (title.artist,)) if title.uri else ""
            told = _Told(key, title)
            for minute in title.minutes:
                if not history.extended and minute in covered:
                    continue
                stands = found[song].setdefault(minute, told)
                if _order(told) < _order(stands):
                    found[song][minute] = told
    return found


def _order(told: _Told) -> tuple[bool, str, str, str, str]:
    title = told.title
    return (not told.key, told.key, title.name, title.artist, title.album)


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
            titles = [ended[minute].title for minute in minutes]
            found[key, song] = _title(key, titles, max(minutes))
    return (title for _, title in sorted(found.items(), key=lambda one: one[0]))


def _title(key: str, plays: Sequence[Listened], last: int) -> HeardTitle:
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
