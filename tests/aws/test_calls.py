"""What adding one playlist costs does not depend on how many others there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack

pytestmark = pytest.mark.usefixtures("one_time", "light_figures")


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls that are made meanwhile, by operation."""
    calls: Counter[str] = Counter()

    def note(event_name: str, **_: Any) -> None:
        calls[event_name.removeprefix("after-call.")] += 1

    clients: list[Any] = [aws.s3(), aws.dynamodb(), aws.sqs()]
    for client in clients:
        client.meta.events.register("after-call", note)
    try:
        yield calls
    finally:
        for client in clients:
            client.meta.events.unregister("after-call", note)


def filled(stack: Stack, playlists: int) -> Stack:
    """A library in which every playlist has an artist with a page of their own, and one label."""
    for number in range(playlists):
        tracks = [
            track(100 * number + n, artist=f"Artist {number}", label=f"Label {number}")
            for n in range(12)
        ]
        stack.drop(f"{number}.json", playlist(f"Playlist {number}", tracks))
    stack.drain()
    return stack


def cost_of_one_more(stack: Stack) -> Counter[str]:
    """Calls for a playlist of which one artist is known: a page comes, another changes."""
    tracks = [track(9000 + n, artist="Somebody New", label="Another") for n in range(12)]
    tracks.append(track(1, artist="Artist 0", label="Label 0"))
    tracks.append(track(9100, artist="Artist 1", label="Label 1"))
    stack.drop("new.json", playlist("New", tracks))
    with counted() as calls:
        stack.drain()
    site = stack.site()
    assert "artists/somebody_new/overview.md" in site
    assert "New" in site["artists/artist_1/overview.md"].decode()
    return calls


@pytest.mark.soak
def test_one_more_playlist_costs_the_same_in_a_library_of_5_and_of_30(
    new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clusters of the whole library are of all of it: they cannot cost the same.
    monkeypatch.setattr("linernotes.usecases.gatherings.LIBRARY_TRACKS", 10_000)
    few = cost_of_one_more(filled(new_stack(), 5))
    many = cost_of_one_more(filled(new_stack(), 30))
    assert many == few
    assert few["dynamodb.Query"] > 5, "the calls are seen"


def test_the_rows_of_several_playlists_are_read_together(new_stack: Callable[[], Stack]) -> None:
    def published(playlists: int) -> Counter[str]:
        stack = new_stack()
        for number in range(playlists):
            songs = [track(number, artist=f"Artist {number}")]
            stack.drop(f"{number}.json", playlist(f"Playlist {number}", songs))
        for stage in ("ingest", "analyze", "draw"):
            while stack.step(stage):
                pass
        with counted() as calls:
            stack.step("publish")
        assert f"playlists/playlist_{playlists - 1}/overview.md" in stack.site()
        return calls

    few, many = published(2), published(6)
    assert many["dynamodb.PutItem"] > few["dynamodb.PutItem"]
    # What is left of an export's own row, and of the tracks that its document holds.
    assert many["dynamodb.GetItem"] - few["dynamodb.GetItem"] <= 2 * (6 - 2)
