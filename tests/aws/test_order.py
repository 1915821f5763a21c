"""The same exports end in the same site, in whatever order and however often they came."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from linernotes.usecases import gatherings
from tests.aws.exports import library, playlist, track
from tests.aws.stack import REGION, Stack
from tests.links import dead_links
from tests.remembered import rows_without_memory

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]

ARTISTS = ("Ann", "Bob", "Cy/D", "cy d")
LABELS = ("XL", "XL Recordings", "Parlophone UK", "Parlophone")


def exports() -> dict[str, bytes]:
    """A few playlists with artists and labels in common, two of one name, and some likes."""
    made = {}
    for number in range(4):
        tracks = [
            track(n, artist=ARTISTS[n % (number + 1)], label=LABELS[n % 4])
            for n in range(number * 12, number * 12 + 20)
        ]
        made[f"{number}.json"] = playlist(f"P{number % 3}", tracks)
    liked = [track(n, artist=ARTISTS[0]) for n in range(0, 30, 3)]
    made["YourLibrary.json"] = library(liked)
    return made


def slugs(stack: Stack) -> list[dict[str, Any]]:
    """The claims, which go to whoever came first and outlive everything."""
    return [row for row in stack.rows() if row["pk"].startswith("SLUG")]


def with_slugs(stack: Stack, claims: list[dict[str, Any]]) -> Stack:
    catalog = boto3.resource("dynamodb", region_name=REGION).Table("catalog")
    with catalog.batch_writer() as batch:
        for claim in claims:
            batch.put_item(Item=claim)
    return stack


def published(stack: Stack) -> list[dict[str, Any]]:
    """The rows that say what is published, without counts of writes."""
    return [
        {name: value for name, value in row.items() if name != "rev"}
        for row in rows_without_memory(stack.rows())
        if row["pk"].startswith(("M#", "L#", "SHELF", "DIRTY", "E#"))
    ]


def without_fences(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    fences = ("gen", "rows")  # which attempt wrote a row, and since which a playlist's are these
    return [{n: value for n, value in row.items() if n not in fences} for row in rows]


@pytest.fixture
def no_gatherings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An artist's clusters go on from those before, which are the ledger's: they are not compared.

    A playlist's too, but here a playlist never has other tracks than in the end.
    """
    monkeypatch.setattr(gatherings, "gathering", lambda *_: None)


@pytest.mark.usefixtures("no_gatherings")
@pytest.mark.parametrize("seed", range(3))
def test_the_end_is_the_same_in_any_order(new_stack: Callable[[], Stack], seed: int) -> None:
    all_exports = exports()
    straight = new_stack()
    for key, body in all_exports.items():
        straight.drop(key, body)
    straight.drain()
    expected, rows, claims = straight.site(), published(straight), slugs(straight)
    assert [path for path in expected if path.startswith("artists/")]
    assert [path for path in expected if path.startswith("labels/")]
    assert dead_links(expected) == []

    order = random.Random(seed)
    stack = with_slugs(new_stack(), claims)
    drops = list(all_exports) * 2
    order.shuffle(drops)
    for key in drops:
        stack.drop(key, all_exports[key])
        if order.random() < 0.4:
            stack.remove(key)
            if order.random() < 0.5:
                stack.drain(order)
                assert dead_links(stack.site()) == []
            stack.drop(key, all_exports[key])
        for _ in range(order.randrange(4)):
            stack.step(order.choice(list(stack.urls)))
    stack.drain(order)
    assert stack.site() == expected
    assert without_fences(published(stack)) == without_fences(rows)
