"""Playlists that cannot be published: they neither keep the publisher awake nor others waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from linernotes.errors import Retry
from linernotes.models import PlaylistDocument
from linernotes.pages.views import PlaylistView
from linernotes.usecases import views
from linernotes.usecases.drawings import Drawings
from tests.faults.quick import quicken
from tests.faults.test_backlog import all_but_published, published, slice_of
from tests.faults.world import World, address

_RUN = 4  # playlists a run, in place of five hundred
_RECEIVES = 5  # of a message, then it is given up

# Makes it impossible to publish these playlists, by id.
type Break = Callable[[pytest.MonkeyPatch, World, frozenset[str]], None]


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        quicken(patch)
        patch.setattr("linernotes.usecases.publish._PLAYLISTS", _RUN)
        yield patch


def by_our_fault(patch: pytest.MonkeyPatch, world: World, pids: frozenset[str]) -> None:
    view = views.playlist_view

    def fails(slug: str, *, document: PlaylistDocument, **given: Any) -> PlaylistView:
        if document.pid in pids:
            raise ZeroDivisionError(document.pid)
        return view(slug, document=document, **given)

    patch.setattr("linernotes.usecases.views.playlist_view", fails)


def by_lost_documents(patch: pytest.MonkeyPatch, world: World, pids: frozenset[str]) -> None:
    for one in world.cloud().catalog.heads.published(pids).values():
        assert one.ready
        key = f"documents/{one.ready.doc}.json"
        world.s3.delete_object(Bucket="library", Key=key)


def by_figures_that_never_come(
    patch: pytest.MonkeyPatch, world: World, pids: frozenset[str]
) -> None:
    standing = Drawings.standing

    def waits(self: Drawings, thing: str, token: str, wanted: Any) -> dict[str, str] | None:
        if thing.partition("#")[2] not in pids:
            return standing(self, thing, token, wanted)
        if not self.asked_for(thing, "a figure"):
            self.note(thing, token, "a figure")
        return None

    patch.setattr(Drawings, "standing", waits)


BREAKS = pytest.mark.parametrize(
    "broken", [by_our_fault, by_lost_documents, by_figures_that_never_come]
)


def with_stuck(patch: pytest.MonkeyPatch, playlists: int, stuck: int, broken: Break) -> World:
    """A deployment in which all is ready, and the first playlists by id cannot be published."""
    world = all_but_published(playlists)
    pids = sorted(thing.partition("#")[2] for thing in waiting(world))
    broken(patch, world, frozenset(pids[:stuck]))
    return world


def waiting(world: World) -> set[str]:
    """The playlists that are dirty."""
    things = (row["sk"]["S"] for row in world.rows("DIRTY"))
    return {thing for thing in things if thing.startswith("playlist#")}


def runs_until_asleep(world: World, most: int = 40) -> int:
    """Let the publisher run until nothing wakes it any more; how often it ran."""
    queue = world.sqs.queue(address("publish"))
    runs = 0
    while worker := world.start("publish"):
        world.go(worker)
        runs += 1
        assert runs < most, "the publisher wakes itself without end"
        queue.messages = [one for one in queue.messages if one.received < _RECEIVES]
    return runs


@BREAKS
def test_the_publisher_sleeps_when_none_of_a_backlog_can_be_published(
    patch: pytest.MonkeyPatch, broken: Break
) -> None:
    world = with_stuck(patch, 2 * _RUN + 1, 2 * _RUN + 1, broken)
    assert runs_until_asleep(world) <= 3 * _RECEIVES
    assert published(world) == 0
    assert len(waiting(world)) == 2 * _RUN + 1, "they wait for a better day"


@BREAKS
def test_playlists_behind_a_stuck_run_are_published(
    patch: pytest.MonkeyPatch, broken: Break
) -> None:
    world = with_stuck(patch, 5 * _RUN, 2 * _RUN, broken)
    runs_until_asleep(world)
    assert published(world) == 3 * _RUN
    assert len(waiting(world)) == 2 * _RUN


@BREAKS
def test_home_comes_although_some_are_stuck(patch: pytest.MonkeyPatch, broken: Break) -> None:
    world = with_stuck(patch, 3 * _RUN, _RUN + 1, broken)
    runs_until_asleep(world)
    assert world.site["index.html"].decode().count('class="record') == 2 * _RUN - 1


@pytest.mark.parametrize("broken", [by_our_fault, by_figures_that_never_come])
def test_what_was_stuck_is_published_by_the_night_once_it_can_be(
    patch: pytest.MonkeyPatch, broken: Break
) -> None:
    with pytest.MonkeyPatch.context() as fault:
        world = with_stuck(fault, 4 * _RUN, 3 * _RUN, broken)
        runs_until_asleep(world)
    world.go(world.night())
    world.drain()
    assert published(world) == 4 * _RUN
    assert waiting(world) == set()


def test_after_an_outage_all_are_published_by_the_message_that_failed(
    patch: pytest.MonkeyPatch,
) -> None:
    """More fail at once than a run takes; when they no longer do, each run sends the next."""
    world = all_but_published(3 * _RUN)
    view = views.playlist_view
    failed = set()

    def fails_once(slug: str, *, document: PlaylistDocument, **given: Any) -> PlaylistView:
        if document.pid not in failed:
            failed.add(document.pid)
            raise Retry(document.pid)
        return view(slug, document=document, **given)

    patch.setattr("linernotes.usecases.views.playlist_view", fails_once)
    runs_until_asleep(world)
    assert published(world) == 3 * _RUN
    assert waiting(world) == set()


def test_what_is_between_two_documents_does_not_keep_the_publisher_awake(
    patch: pytest.MonkeyPatch,
) -> None:
    """Its pages are of the older document, and it stays dirty until the newer one is drawn."""
    world = all_but_published(3 * _RUN)
    world.drop("slice.json", slice_of(3 * _RUN).replace(b"Song", b"Canto"))
    while worker := world.start("ingest"):
        world.go(worker)
    assert runs_until_asleep(world) <= 6
    assert published(world) == 3 * _RUN
    world.drain()
    assert waiting(world) == set()
    assert world.wrong == []
