"""Listening histories: what they rank, and what comes and goes with them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from linernotes import aws
from tests.aws.exports import (
    extended_history,
    history,
    library,
    playlist,
    top_tracks,
    track,
)
from tests.aws.stack import Stack, hear
from tests.aws.test_calls import cost_of_one_more, filled
from tests.links import dead_links, linked

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]

ANN = [track(n, artist="Ann") for n in range(12)]
BOB = [track(n, artist="Bob") for n in range(100, 103)]


def plays(track_: dict[str, Any], *days: str) -> list[tuple[str, str, str]]:
    return [(f"{day} 12:00", track_["name"], track_["artists"][0]["name"]) for day in days]


MUCH = plays(ANN[3], "2025-01-01", "2025-01-02", "2025-01-03")
SOME = plays(BOB[0], "2025-02-01", "2025-02-02")
LITTLE = plays(ANN[5], "2025-03-01")
ELSEWHERE = [(f"2025-04-{day:02} 12:00", "Nowhere", "Nobody") for day in range(1, 10)]


def ranks(site: dict[str, bytes], page: str) -> dict[str, int]:
    """The rank of each track of a page that has one, by name."""
    told = json.loads(site[f"{page}/overview.json"])
    return {one["name"]: one["rank"] for one in told["tracks"] if "rank" in one}


def of_table(site: dict[str, bytes], page: str, table: str) -> dict[str, int]:
    told = json.loads(site[f"{page}overview.json"])
    return {one["name"]: one["rank"] for one in told.get(table, ()) if "rank" in one}


def test_a_history_ranks_tracks_artists_and_albums_on_every_page(stack: Stack) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("bob.json", playlist("Of Bob", BOB + ANN[:4]))
    stack.drop("StreamingHistory_music_0.json", history(*MUCH, *SOME, *LITTLE, *ELSEWHERE))
    stack.drain()
    site = stack.site()
    assert ranks(site, "playlists/of_ann") == {"Song 3": 2, "Song 5": 4}
    assert ranks(site, "playlists/of_bob") == {"Song 3": 2, "Song 100": 3}
    assert ranks(site, "artists/ann") == {"Song 3": 2, "Song 5": 4}
    assert ranks(site, "labels/some_records") == {"Song 3": 2, "Song 100": 3, "Song 5": 4}
    assert of_table(site, "playlists/of_bob/", "artists") == {"Ann": 2, "Bob": 3}
    assert of_table(site, "", "artists") == {"Ann": 2}
    assert json.loads(site["artists/ann/overview.json"])["rank"] == 2
    assert "rank 2 in your listening" in site["artists/ann/overview.md"].decode()
    assert "| Rank |" in site["playlists/of_ann/overview.md"].decode()
    assert "15 plays of 30 seconds or more, which rank" in site["inbox.md"].decode()
    assert dead_links(site) == []


def test_a_history_analyzes_and_draws_nothing_again_and_goes_without_a_trace(
    stack: Stack, site_writes: list[str]
) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("bob.json", playlist("Of Bob", BOB))
    stack.drain()
    before = stack.site()
    assert "Rank" not in before["playlists/of_ann/overview.md"].decode()
    assert "How often you listen is not known" in before["playlists/of_ann/overview.md"].decode()

    stack.seen.clear()
    stack.drop("history.json", history(*MUCH))
    stack.drain()
    assert set(stack.seen) == {"ingest", "publish"}
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 3": 1}

    site_writes.clear()
    stack.drop("more.json", history(*LITTLE))
    stack.drain()
    assert set(stack.seen) == {"ingest", "publish"}
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 3": 1, "Song 5": 2}
    assert not [path for path in site_writes if "of_bob" in path], "no rank there moved"

    stack.remove("history.json")
    stack.remove("more.json")
    stack.drain()
    assert stack.site() == before
    assert stack.rows("RANKS") == []


def test_a_history_dropped_twice_counts_each_play_once(stack: Stack) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("a.json", history(*LITTLE, *plays(ANN[1], "2025-05-01", "2025-05-02")))
    stack.drain()
    once = ranks(stack.site(), "playlists/of_ann")
    stack.drop("b.json", history(*LITTLE))
    stack.drop("c.json", history(*LITTLE))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == once == {"Song 1": 1, "Song 5": 2}


def test_an_extended_history_takes_the_place_of_the_other_for_its_time(stack: Stack) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    account = history(
        *plays(ANN[1], "2025-01-10", "2025-01-11", "2025-01-12", "2025-06-01"),
        *plays(ANN[2], "2025-06-02", "2025-06-03"),
    )
    stack.drop("StreamingHistory_music_0.json", account)
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 1": 1, "Song 2": 2}
    told = [("2025-01-01T00:00:00Z", ANN[4]), ("2025-02-01T00:00:00Z", ANN[4])]
    stack.drop("Streaming_History_Audio_2025.json", extended_history(*told))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 2": 1, "Song 4": 1, "Song 1": 3}
    assert b"203.0.113.7" not in b"".join(stack.site().values())


def test_top_lists_rank_where_there_is_no_history(stack: Stack) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("short.json", top_tracks("short_term", [ANN[1], ANN[2]]))
    stack.drop("long.json", top_tracks("long_term", [ANN[2]]))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 2": 1, "Song 1": 2}
    assert "forgotten.md" not in stack.site(), "lists tell no plays"
    stack.drop("history.json", history(*MUCH))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 3": 1}


def test_plays_without_uri_count_for_the_track_in_most_playlists(stack: Stack) -> None:
    again = track(50, artist="Ann") | {"name": "Song 3"}
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("again.json", playlist("Again", [again]))
    stack.drop("history.json", history(*MUCH))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 3": 1}, "of equals the smallest"
    assert ranks(stack.site(), "playlists/again") == {}
    stack.drop("third.json", playlist("Third", [again]))
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {}
    assert ranks(stack.site(), "playlists/again") == {"Song 3": 1}
    stack.remove("third.json")
    stack.drain()
    assert ranks(stack.site(), "playlists/of_ann") == {"Song 3": 1}
    assert ranks(stack.site(), "playlists/again") == {}


def test_the_forgotten_page_comes_and_goes_with_the_plays(stack: Stack) -> None:
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drop("YourLibrary.json", library([ANN[3], ANN[7]]))
    old = plays(ANN[3], "2023-01-01", "2023-01-02")
    stack.drop("history.json", history(*old, *LITTLE, *ELSEWHERE))
    stack.drain()
    site = stack.site()
    told = json.loads(site["forgotten/overview.json"])
    assert [one["name"] for one in told["forgotten"]] == ["Song 3"]
    assert told["forgotten"][0]["last_played"] == "2023-01-02T12:00:00+00:00"
    assert [one["name"] for one in told["forgotten"][0]["playlists"]] == [
        "Liked Tracks",
        "Of Ann",
    ]
    assert [one["name"] for one in told["never_played"]] == ["Song 7"]
    assert [(one["name"], one["plays"]) for one in told["on_no_playlist"]] == [("Nowhere", 9)]
    assert {"forgotten.md", "forgotten/index.html"} <= linked(site)
    assert dead_links(site) == []

    stack.drop("liked too.json", playlist("Also", [ANN[9] | {"liked": True}]))
    stack.drain()
    told = json.loads(stack.site()["forgotten/overview.json"])
    assert [one["name"] for one in told["never_played"]] == ["Song 7", "Song 9"]

    stack.remove("ann.json")
    stack.drain()
    site = stack.site()
    assert dead_links(site) == []
    stack.remove("history.json")
    stack.drain()
    assert not [path for path in stack.site() if path.startswith("forgotten")]
    assert dead_links(stack.site()) == []


def exports() -> dict[str, bytes]:
    return {
        "ann.json": playlist("Of Ann", ANN),
        "bob.json": playlist("Of Bob", BOB + ANN[:4]),
        "again.json": playlist("Again", [track(50, artist="Ann") | {"name": "Song 3"}]),
        "liked.json": library(ANN[:2]),
        "StreamingHistory_music_0.json": history(*MUCH, *SOME, *ELSEWHERE),
        "StreamingHistory_music_1.json": history(*SOME, *LITTLE),
        "Streaming_History_Audio_0.json": extended_history(
            ("2025-03-01T00:00:00Z", BOB[2]), ("2025-03-02T00:00:00Z", BOB[1])
        ),
        "top.json": top_tracks("long_term", BOB),
    }


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.soak) for seed in range(4)])
def test_the_end_is_the_same_in_whatever_order_histories_came(
    new_stack: Callable[[], Stack], seed: int
) -> None:
    straight = new_stack()
    for key, body in exports().items():
        straight.drop(key, body)
    straight.drain()
    expected, kept = straight.site(), straight.rows("RANKS")
    assert kept

    order = random.Random(seed)
    stack = new_stack()
    drops = [*exports(), *order.sample(list(exports()), 3)]
    order.shuffle(drops)
    for key in drops:
        stack.drop(key, exports()[key])
        if order.random() < 0.3:
            stack.remove(key)
            stack.drain(order)
            assert dead_links(stack.site()) == []
            stack.drop(key, exports()[key])
        for _ in range(order.randrange(3)):
            stack.step(order.choice(list(stack.urls)))
    stack.drain(order)
    assert stack.site() == expected
    assert stack.rows("RANKS") == kept


@pytest.mark.soak
def test_a_second_run_writes_nothing(stack: Stack, site_writes: list[str]) -> None:
    for key, body in exports().items():
        stack.drop(key, body)
    stack.drain()
    site_writes.clear()
    rows = stack.rows()
    for key in exports():
        stack.tell(key)
    stack.drain()
    assert site_writes == []
    assert stack.rows() == rows


def test_reads_of_listening_are_strongly_consistent(stack: Stack) -> None:
    asked: list[dict[str, Any]] = []
    hear(
        aws.dynamodb(),
        "provide-client-params.dynamodb.*",
        lambda params, **_: asked.append(params),
    )
    stack.drop("history.json", history(*MUCH))
    stack.drop("ann.json", playlist("Of Ann", ANN))
    stack.drain()
    about = [one for one in asked if "PLAYS" in str(one) or "RANKS" in str(one)]
    reads = [one for one in about if "KeyConditionExpression" in one or "Key" in one]
    assert reads
    assert all(one.get("ConsistentRead") for one in reads)


@pytest.mark.soak
def test_one_more_playlist_costs_the_same_where_ranks_are_known(
    new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clusters of the whole library are of all of it: they cannot cost the same.
    monkeypatch.setattr("linernotes.usecases.gatherings.LIBRARY_TRACKS", 10_000)

    def cost(playlists: int) -> object:
        stack = filled(new_stack(), playlists)
        stack.drop(
            "history.json",
            history(
                ("2025-01-01 12:00", "Song 1", "Artist 0"),
                ("2025-01-02 12:00", "Song 9003", "Somebody New"),
                ("2025-01-03 12:00", "Song 0", "Artist 0"),
                ("2025-01-04 12:00", "Song 0", "Artist 0"),
            ),
        )
        stack.drain()
        return cost_of_one_more(stack)

    assert cost(5) == cost(12)
