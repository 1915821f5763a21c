"""Playlists at different stages at the same time, and what a second run finds to do."""

from __future__ import annotations

import json

import pytest

from linernotes import aws
from linernotes.identity import playlist_id
from linernotes.messages import PlaylistHint
from linernotes.usecases.draw import draw
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack, hear
from tests.links import dead_links

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")

A, B = "playlists/a/", "playlists/b/"


def two_moods(name: str, first: int) -> bytes:
    return playlist(name, [track(n) for n in range(first, first + 40)])


def run(stack: Stack, *stages: str) -> None:
    for stage in stages:
        while stack.step(stage):
            pass


def test_publishing_one_while_the_other_is_being_drawn_shows_nothing_half_done(
    stack: Stack,
) -> None:
    stack.drop("a.json", two_moods("A", 0))
    stack.drop("b.json", two_moods("B", 100))
    run(stack, "ingest", "analyze")
    held = stack.receive("draw", most=10)
    for message in held:
        aws.sqs().delete_message(
            QueueUrl=stack.urls["draw"], ReceiptHandle=message["ReceiptHandle"]
        )
    pid = playlist_id("a.json", "A")
    draw(PlaylistHint(pid=pid), stack.cloud)
    run(stack, "publish")
    site = stack.site()
    assert f"{A}clusters/overview.md" in site
    assert "images/playlists/a/clusters/clusters_scatter.png" in site
    assert not [path for path in site if path.startswith((B, "images/playlists/b"))]
    assert dead_links(site) == []
    assert "B" not in [row["thing"] for row in stack.rows() if "thing" in row]

    for message in held:
        draw(PlaylistHint.model_validate_json(message["Body"]), stack.cloud)
    stack.drain()  # the artist's page asks for a figure of its own
    both = stack.site()
    assert f"{B}clusters/overview.md" in both
    assert "images/playlists/b/clusters/clusters_scatter.png" in both
    # A's pages now say that B sounds alike; what they give away and show stays as it was.
    files = [path for path in site if path.startswith(A) and path.endswith((".csv", ".txt"))]
    assert files
    assert {path: both[path] for path in files} == {
        path: body for path, body in site.items() if path in files
    }
    assert b'rel="next" href="../b/"' in both[f"{A}index.html"]
    assert dead_links(both) == []
    assert stack.rows("DIRTY") == []


def test_a_playlist_keeps_its_old_pages_until_the_new_ones_can_be_published(stack: Stack) -> None:
    stack.drop("a.json", two_moods("A", 0))
    stack.drain()
    before = stack.site()
    stack.drop("a.json", two_moods("A", 1))
    run(stack, "ingest", "publish")
    during = stack.site()
    assert {p: b for p, b in during.items() if p.startswith(A)} == {
        p: b for p, b in before.items() if p.startswith(A)
    }
    assert stack.rows("DIRTY") != [], "it is not forgotten"
    stack.drain()
    assert stack.site()[f"{A}overview.md"] != before[f"{A}overview.md"]


def test_a_figure_that_stands_is_not_drawn_again(stack: Stack) -> None:
    stack.drop("a.json", two_moods("A", 0))
    stack.drain()
    puts: list[str] = []
    hear(
        aws.s3(),
        "provide-client-params.s3.PutObject",
        lambda params, **_: puts.append(params["Key"]),
    )
    draw(PlaylistHint(pid=playlist_id("a.json", "A")), stack.cloud)
    stack.drain()
    assert puts == []


def test_a_playlist_without_enough_features_says_so_and_has_no_figure(stack: Stack) -> None:
    stack.drop("a.json", playlist("A", [track(n) for n in range(12)]))
    stack.drain()
    site = stack.site()
    page = site[f"{A}clusters/overview.md"].decode()
    assert "12" in page
    assert "30" in page, "how many are needed"
    assert not [path for path in site if path.endswith("clusters_scatter.png")]
    assert dead_links(site) == []


def test_every_read_of_the_catalog_is_strongly_consistent(stack: Stack) -> None:
    reads: list[bool] = []

    def note(params: dict[str, object], **_: object) -> None:
        tables = params.get("RequestItems")
        asked = list(tables.values()) if isinstance(tables, dict) else [params]
        reads.extend(one.get("ConsistentRead") is True for one in asked)

    for operation in ("GetItem", "Query", "BatchGetItem"):
        hear(aws.dynamodb(), f"provide-client-params.dynamodb.{operation}", note)
    stack.drop("a.json", two_moods("A", 0))
    stack.drop("YourLibrary.json", json.dumps({"tracks": []}).encode())
    stack.drain()
    assert len(reads) > 10
    assert all(reads)
