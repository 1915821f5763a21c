"""When tracks were added, and into which mood they fall: taste over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linernotes.models import Analysis, Track

# Dates before it are the zero of somebody's clock: nobody kept a playlist by then.
FIRST_YEAR = 2000
# Fewer dated tracks tell of no taste, nor do those of two days.
ENOUGH_TRACKS = 20
ENOUGH_SPANS = 3
# The lengths of a span, in months, the shortest that fits is taken; the last fits always.
_LENGTHS = (1, 3, 6, 12, 24, 60)
_MOST_SPANS = 40
_TRACKS_A_SPAN = 4  # on average at least, where they are few
_FEW_SPANS = 8
# An export is not younger than its tracks; clocks differ a little.
_SLACK = timedelta(days=1)

UNPLACED = 0


@dataclass(frozen=True)
class Span:
    """Some months, from the first of `month` (months since the year 0), and what was added in them.

    `added` counts tracks by the number of their cluster, `UNPLACED` for those in none.
    """

    month: int
    added: Mapping[int, int]


@dataclass(frozen=True)
class Year:
    """A calendar year and what was added in it, as in `Span`."""

    year: int
    added: Mapping[int, int]

    @property
    def tracks(self) -> int:
        """How many tracks were added."""
        return sum(self.added.values())


@dataclass(frozen=True)
class Taste:
    """What was added when. `known` of `tracks` tracks have a date.

    `spans` follow each other without a gap, each of `months` months; `years` too. Between the
    first and the last some may be empty. `moods` are the clusters' names by number.
    """

    months: int
    spans: tuple[Span, ...]
    years: tuple[Year, ...]
    moods: Mapping[int, str]
    known: int
    tracks: int


def dated(tracks: Iterable[Track], until: datetime) -> dict[str, datetime]:
    """When each track was added, by its key, the earliest time of several; UTC.

    Tracks without a date are left out, and those whose date cannot be true: before `FIRST_YEAR`,
    or after `until`, when the last export came that tells of them.
    """
    found: dict[str, datetime] = {}
    for track in tracks:
        at = track.added_at
        if at and at.astimezone(UTC).year >= FIRST_YEAR and at <= until + _SLACK:
            found[track.key] = min(at, found.get(track.key, at))
    return found


def taste(dates: Mapping[str, datetime], analysis: Analysis, tracks: int) -> Taste | None:
    """The taste of whoever added these tracks; `None` where too few have a date, or one mood.

    Parameters
    ----------
    dates : as `dated` has them.
    analysis : which cluster each track is in.
    tracks : how many there are, those without a date too.
    """
    if len(dates) < ENOUGH_TRACKS or len(analysis.clusters) < 2:
        return None
    moods = {key: one.number for one in analysis.clusters for key in one.tracks}
    months: dict[int, Counter[int]] = {}
    for key, at in dates.items():
        utc = at.astimezone(UTC)
        month = utc.year * 12 + utc.month - 1
        months.setdefault(month, Counter())[moods.get(key, UNPLACED)] += 1
    length = _length(min(months), max(months), len(dates))
    spans = _runs(months, length)
    if sum(bool(added) for added in spans.values()) < ENOUGH_SPANS:
        return None
    return Taste(
        months=length,
        spans=tuple(Span(number * length, added) for number, added in spans.items()),
        years=tuple(Year(year, added) for year, added in _runs(months, 12).items()),
        moods={one.number: one.name for one in analysis.clusters},
        known=len(dates),
        tracks=tracks,
    )


def _length(first: int, last: int, tracks: int) -> int:
    """How many months a span has, so that there are neither too many nor too empty ones."""
    most = min(_MOST_SPANS, max(_FEW_SPANS, tracks // _TRACKS_A_SPAN))
    fitting = (one for one in _LENGTHS if last // one - first // one < most)
    return next(fitting, _LENGTHS[-1])


def _runs(months: Mapping[int, Counter[int]], length: int) -> dict[int, Counter[int]]:
    """What was added in each run of `length` months, by its number, empty ones between too."""
    numbers = range(min(months) // length, max(months) // length + 1)
    runs: dict[int, Counter[int]] = {number: Counter() for number in numbers}
    for month, added in months.items():
        runs[month // length] += added
    return runs
