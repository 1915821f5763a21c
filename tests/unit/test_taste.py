"""What was added when, against a plain recount."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from linernotes.models import Analysis, Cluster, Track
from linernotes.taste import ENOUGH_TRACKS, Taste, dated, taste

UNTIL = datetime(2026, 11, 23, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def cut(*clusters: list[str]) -> Analysis:
    return Analysis(
        recipe=1,
        mode="sound",
        k=len(clusters),
        clusters=tuple(
            Cluster(number=number, name=f"Mood {number}", tracks=tuple(tracks))
            for number, tracks in enumerate(clusters, start=1)
        ),
    )


def library(number: int, seed: int = 1) -> tuple[list[Track], Analysis]:
    """Tracks of eight years in three moods; some without a date, some in no mood."""
    chance = random.Random(seed)
    tracks = []
    for n in range(number):
        added = at("2018-02-01") + timedelta(days=chance.randrange(3_000), hours=n % 24)
        tracks.append(Track(key=f"t{n}", added_at=None if n % 9 == 0 else added))
    keys = [track.key for track in tracks if chance.random() < 0.9]
    return tracks, cut(keys[0::3], keys[1::3], keys[2::3])


@pytest.mark.parametrize("number", [40, 400, 2_000])
def test_every_number_equals_a_plain_recount(number: int) -> None:
    tracks, analysis = library(number)
    found = taste(dated(tracks, UNTIL), analysis, number)
    assert found
    moods = {key: one.number for one in analysis.clusters for key in one.tracks}
    by_year: Counter[tuple[int, int]] = Counter()
    by_month: Counter[tuple[int, int]] = Counter()
    for track in tracks:
        if track.added_at:
            mood = moods.get(track.key, 0)
            by_year[track.added_at.year, mood] += 1
            by_month[track.added_at.year * 12 + track.added_at.month - 1, mood] += 1
    assert {
        (one.year, mood): held for one in found.years for mood, held in one.added.items() if held
    } == by_year
    assert found.known == by_year.total() < found.tracks == number
    for span in found.spans:
        months = range(span.month, span.month + found.months)
        expected = Counter({m: by_month[month, m] for month in months for m in range(4)})
        for mood in range(4):
            assert span.added.get(mood, 0) == sum(by_month[month, mood] for month in months)
        assert expected.total() <= sum(span.added.values())
    assert sum(sum(one.added.values()) for one in found.spans) == found.known


@pytest.mark.parametrize("number", [40, 400, 2_000])
def test_spans_and_years_follow_each_other_without_a_gap(number: int) -> None:
    tracks, analysis = library(number)
    found = taste(dated(tracks, UNTIL), analysis, number)
    assert found
    starts = [one.month for one in found.spans]
    assert starts == list(range(starts[0], starts[-1] + 1, found.months))
    assert starts[0] % found.months == 0
    years = [one.year for one in found.years]
    assert years == list(range(years[0], years[-1] + 1))
    assert len(starts) <= 40


def some(count: int, first: str = "2020-01-15", days: int = 40) -> dict[str, datetime]:
    return {f"t{n}": at(first) + timedelta(days=n * days) for n in range(count)}


def of(dates: dict[str, datetime]) -> Taste | None:
    keys = sorted(dates)
    return taste(dates, cut(keys[::2], keys[1::2]), len(keys))


def test_too_few_dates_tell_no_taste() -> None:
    assert of(some(ENOUGH_TRACKS - 1)) is None
    assert of(some(ENOUGH_TRACKS)) is not None


def test_what_was_added_in_one_go_tells_no_taste() -> None:
    assert of(some(500, days=0)) is None


def test_one_mood_is_no_taste_over_time() -> None:
    dates = some(60)
    assert taste(dates, cut(sorted(dates)), 60) is None
    assert taste(dates, cut(), 60) is None


def test_dates_that_cannot_be_true_are_hidden() -> None:
    tracks = [
        Track(key="zero", added_at=at("1970-01-02")),
        Track(key="before", added_at=at("1999-12-31T23:59")),
        Track(key="first", added_at=at("2000-01-01")),
        Track(key="last", added_at=UNTIL + timedelta(hours=23)),
        Track(key="ahead", added_at=UNTIL + timedelta(days=2)),
        Track(key="never"),
    ]
    assert sorted(dated(tracks, UNTIL)) == ["first", "last"]


def test_a_track_was_added_when_the_first_playlist_got_it() -> None:
    times = ("2021-05-05", "2019-01-01", "2020-01-01")
    tracks = [Track(key="one", added_at=at(time)) for time in times]
    assert dated(tracks, UNTIL) == {"one": at("2019-01-01")}


def test_months_are_those_of_utc() -> None:
    local = datetime.fromisoformat("2021-01-01T01:00:00+02:00")
    dates = some(ENOUGH_TRACKS) | {"late": local}
    found = of(dates)
    assert found
    (year,) = (one for one in found.years if one.year == 2020)
    assert year.tracks == sum(one.astimezone(UTC).year == 2020 for one in dates.values())
