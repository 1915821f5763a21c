"""History, taste and moved ranks through the whole flow, whatever happens to messages."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linernotes.history import Point
from linernotes.identity import playlist_id
from tests.aws.exports import history, playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
THING = f"playlist#{playlist_id('a.json', 'A')}"


class Clock(datetime):
    moment = FIRST

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.moment


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """A clock that stands until it is put on."""
    Clock.moment = FIRST
    monkeypatch.setattr("linernotes.cloud.datetime", Clock)
    return Clock


def export(*numbers: int) -> bytes:
    return playlist("A", [track(number, artist=f"Artist {number}") for number in numbers])


def day(number: int) -> None:
    Clock.moment = FIRST + timedelta(days=number)


def points(stack: Stack) -> tuple[Point, ...]:
    return stack.cloud.catalog.histories.of(THING).points


def sizes(stack: Stack) -> list[tuple[str, int]]:
    return [(one.day[-2:], one.tracks) for one in points(stack)]


BODIES = {0: export(1, 2), 1: export(1, 2, 3), 4: export(2, 3, 4, 5), 5: export(2, 3, 4, 5)}
SIZES = [("01", 2), ("02", 3), ("05", 4)]


@pytest.mark.soak
def test_a_playlist_has_a_point_for_each_day_on_which_it_became_another(stack: Stack) -> None:
    for number, body in BODIES.items():
        day(number)
        stack.drop("a.json", body)
        stack.drain()
        site = stack.site(whole=True)
        told = "## Clusters over time" in site["playlists/a/overview.md"].decode()
        assert told == (len(points(stack)) >= 3), number
    assert sizes(stack) == SIZES
    page = json.loads(site["playlists/a/overview.json"])
    assert [(one["day"][-2:], one["not_placed"]) for one in page["history"]] == SIZES
    assert dead_links(site) == []


@pytest.mark.soak
def test_messages_twice_late_and_out_of_order_end_in_the_same_points(stack: Stack) -> None:
    chance = random.Random(3)
    for number, body in BODIES.items():
        day(number)
        # What was dropped before on the same day is told of after what came last.
        stack.drop("a.json", export(number + 70, number + 71), tell=False)
        stack.drop("a.json", body)
        for _ in range(2):
            stack.tell("a.json")
            stack.cloud.queues.publish(stack.cloud.token(), "")
        stack.drain(chance)
    day(9)  # a day on which nothing changes, and everything is told again
    stack.tell("a.json")
    stack.cloud.catalog.dirt.put([THING], "again")
    stack.cloud.queues.publish("again", "")
    stack.drain(chance)
    assert sizes(stack) == SIZES


@pytest.mark.soak
def test_a_version_that_was_published_for_an_hour_leaves_no_point(stack: Stack) -> None:
    stack.drop("a.json", export(1, 2))
    stack.drain()
    day(3)
    for body in (export(1, 2, 3), export(1, 2)):
        stack.drop("a.json", body)
        stack.drain()
    assert sizes(stack) == [("01", 2)]


def test_a_playlist_that_goes_takes_its_history_along(stack: Stack) -> None:
    stack.drop("a.json", export(1, 2))
    stack.drop("b.json", playlist("B", [track(9)]))
    stack.drain()
    assert len(stack.rows("HISTORY")) == 2
    stack.remove("a.json")
    stack.drain()
    assert THING not in {row["sk"] for row in stack.rows("HISTORY")}
    assert len(stack.rows("HISTORY")) == 1
    day(2)
    stack.drop("a.json", export(1, 2, 3))
    stack.drain()
    assert sizes(stack) == [("03", 3)], "one that comes back begins anew"


def dated(number: int, at: datetime | None) -> dict[str, Any]:
    row = {"is_local": False, "track": track(number, artist=f"Artist {number % 5}")}
    return row | {"added_at": at.isoformat().replace("+00:00", "Z") if at else None}


def over_years(name: str, numbers: range, start: datetime) -> bytes:
    rows = [
        dated(n, None if n % 10 == 0 else start + timedelta(days=15 * (n - numbers[0])))
        for n in numbers
    ]
    rows.append(dated(numbers[-1] + 1, datetime(1970, 1, 1, tzinfo=UTC)))
    return json.dumps({"type": "playlist", "name": name, "tracks": {"items": rows}}).encode()


@pytest.mark.soak
def test_taste_is_told_on_home_and_on_the_playlist_with_the_earliest_date(stack: Stack) -> None:
    Clock.moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    early, late = datetime(2020, 1, 5, tzinfo=UTC), datetime(2021, 6, 5, tzinfo=UTC)
    stack.drop("a.json", over_years("A", range(120), early))
    stack.drop("b.json", over_years("B", range(60, 180), late))
    stack.drain()
    site = stack.site()
    on_page = json.loads(site["playlists/a/overview.json"])["taste"]
    assert on_page["known"] == 108, "a tenth has no date, and 1970 is none"
    assert on_page["of"] == 121
    home = json.loads(site["overview.json"])["taste"]
    # By hand: of the tracks on both, the playlist that had them first counts.
    first = {n: early + timedelta(days=15 * n) for n in range(120) if n % 10}
    others = {n: late + timedelta(days=15 * (n - 60)) for n in range(60, 180) if n % 10}
    times = {n: min(at, first.get(n, at)) for n, at in {**first, **others}.items()}
    years: dict[int, int] = {}
    for at in times.values():
        years[at.year] = years.get(at.year, 0) + 1
    assert {one["year"]: one["tracks"] for one in home["years"]} == years
    assert b"## Your taste over time" in site["README.md"]
    assert dead_links(site) == []


ANN, BOB, CY = (
    [track(100 * a + n, artist=name) for n in range(12)]
    for a, name in enumerate(("Ann", "Bob", "Cy <i>"), start=1)
)


def plays(**often: int) -> list[tuple[str, str, str]]:
    titles = {"ann": ANN[0], "bob": BOB[0], "cy": CY[0]}
    return [
        (f"2025-01-{n:02} 12:00", titles[who]["name"], titles[who]["artists"][0]["name"])
        for who, times in often.items()
        for n in range(1, times + 1)
    ]


def moves(stack: Stack) -> list[list[tuple[str, int, int]]]:
    """What the log tells of ranks, newest first: name, place before and now."""
    return [
        [(one.name, one.was, one.now) for one in change.moves]
        for change in stack.cloud.catalog.log.entries()
        if change.thing == "ranks"
    ]


@pytest.mark.soak
def test_a_new_history_tells_which_artists_it_moved_and_nothing_else_does(
    new_stack: Callable[[], Stack],
) -> None:
    stack = new_stack()
    stack.drop("a.json", playlist("A", ANN + BOB + CY))
    stack.drop("StreamingHistory_music_0.json", history(*plays(ann=3, bob=2, cy=1)))
    stack.drain()
    assert moves(stack) == [], "the first history moves nobody"
    stack.drop("b.json", playlist("B", [track(900, artist="Dee"), BOB[0]]))
    stack.drain()
    assert moves(stack) == [], "a playlist moves nobody"
    stack.drop("StreamingHistory_music_1.json", history(*plays(cy=9)))
    stack.drain()
    expected = [("Cy <i>", 3, 1), ("Ann", 1, 2), ("Bob", 2, 3)]
    assert moves(stack) == [expected]
    site = stack.site(whole=True)
    (item,) = (one for one in json.loads(site["feed.json"])["items"] if "ranks" in one["title"])
    assert "Up from 3 to 1: Cy &lt;i&gt;" in item["content_html"]
    assert b"Down from 1 to 2" in site["index.html"]
    assert dead_links(site) == []
    rows = stack.rows("LOG")
    stack.tell("StreamingHistory_music_1.json")
    stack.cloud.catalog.listening.drop_stand()  # all is made anew
    stack.cloud.queues.publish("again", "")
    stack.drain()
    assert stack.rows("LOG") == rows


@pytest.mark.soak
def test_at_most_ten_artists_are_told_of(stack: Stack) -> None:
    names = [f"Artist {n:02}" for n in range(14)]
    songs = [track(n * 20 + m, artist=name) for n, name in enumerate(names) for m in range(10)]
    stack.drop("a.json", playlist("A", songs))

    def heard(order: list[str]) -> bytes:
        """Each artist one play less than the one before."""
        ended = [f"2025-01-{day:02} 12:00" for day in range(1, len(order) + 1)]
        songs_of = {name: songs[n * 10]["name"] for n, name in enumerate(names)}
        return history(
            *(
                (at, songs_of[name], name)
                for place, name in enumerate(order)
                for at in ended[place:]
            )
        )

    stack.drop("StreamingHistory_music_0.json", heard(names))
    stack.drain()
    stack.drop("StreamingHistory_music_0.json", heard(names[::-1]))
    stack.drain()
    (told,) = moves(stack)
    assert len(told) == 10
    assert told[0] == ("Artist 13", 14, 1)
    assert {abs(was - now) for _, was, now in told} == {13, 11, 9, 7, 5}
