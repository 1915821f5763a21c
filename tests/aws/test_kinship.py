"""What sounds alike is told on the pages, and goes from them before it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linernotes.catalog.kinship import Kinships, KnownKin
from linernotes.kin import Sound, SoundingMood
from linernotes.usecases import kinship
from linernotes.usecases.waiting import KIN, PLAYLIST, Waiting
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack
from tests.links import dead_links

pytestmark = [pytest.mark.usefixtures("one_time", "light_figures"), pytest.mark.soak]


def sounding(name: str, first: int, lift: float) -> bytes:
    """Two moods of twenty tracks; the higher `lift`, the less they ask to be danced to."""
    tracks = [track(n) for n in range(first, first + 40)]
    for one in tracks:
        features: dict[str, Any] = one["audio_features"]
        features["danceability"] = round(features["danceability"] * (1 - lift), 3)
    return playlist(name, tracks)


def told(stack: Stack, slug: str) -> list[str]:
    """The playlists that one's page says it sounds like, nearest first."""
    page = json.loads(stack.site()[f"playlists/{slug}/overview.json"])
    return [one["name"] for one in page.get("sounds_like", [])]


def test_playlists_name_what_sounds_alike_until_it_goes(stack: Stack) -> None:
    for name, first, lift in (("A", 0, 0.0), ("B", 100, 0.1), ("C", 200, 0.5), ("A2", 2, 0.0)):
        stack.drop(f"{name}.json", sounding(name, first, lift))
    stack.drain()
    # A and A2 are one playlist twice.
    assert told(stack, "a") == told(stack, "a2") == ["B", "C"]
    assert set(told(stack, "c")) == {"A", "A2", "B"}
    assert told(stack, "c")[0] == "B"
    clusters = json.loads(stack.site()["playlists/a/clusters/overview.json"])
    assert [one["nearest"]["playlist"] for one in clusters["clusters"]] == ["B", "B"]
    assert dead_links(stack.site()) == []

    stack.remove("B.json")
    stack.drain()
    assert told(stack, "a") == ["C"]
    assert dead_links(stack.site()) == []
    assert len(stack.rows("HEARD")) == len(stack.rows("KIN")) == 3
    assert stack.rows("DIRTY") == []


def sound(pid: str, at: float) -> Sound:
    mood = SoundingMood(number=1, name="m", tracks=9, centre=(at, *[0.0] * 8))
    return Sound(pid=pid, slug=pid, name=pid, tracks=9, moods=(mood,), sketch=(pid,))


class Library:
    """Playlists by where they stand on a line; only their rows, no pages."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.catalog = stack.cloud.catalog

    def run(self, **places: float | None) -> set[str]:
        """Let playlists stand there, or nowhere; the playlists whose pages are to be rewritten."""
        waiting = Waiting(self.catalog.dirt, self.stack.cloud.token)
        waiting.read()
        for pid, at in places.items():
            heard = None if at is None else sound(pid, at)
            kinship.hear(PLAYLIST + pid, heard, self.catalog, waiting)
        token = waiting.take(KIN)
        if token:
            kinship.compare(token, self.catalog, waiting)
        dirty = {thing.removeprefix(PLAYLIST) for thing in self.catalog.dirt.read()}
        for thing in waiting.playlists():
            waiting.clear(thing, waiting.take(thing) or "")
        return dirty

    def kin(self) -> dict[str, KnownKin]:
        return self.catalog.kinships.all_kin()

    def near(self, pid: str) -> list[str]:
        return [one.pid for one in self.catalog.kinships.kin(PLAYLIST + pid).playlists]


LINE = {f"p{n}": float(n) for n in range(7)}


def test_a_playlist_concerns_only_those_that_it_is_near_to(stack: Stack) -> None:
    library = Library(stack)
    assert library.run(**LINE) == set(LINE)
    assert library.near("p0") == ["p1", "p2", "p3", "p4", "p5"]
    assert library.run(x=60.0) == {"x"}
    assert library.run(x=-1.0) == {"x", "p0", "p1"}
    assert library.near("p0")[:2] == ["p1", "x"]
    assert library.run(x=-1.0) == set()


def test_rows_are_the_same_however_a_library_came_to_be(stack: Stack) -> None:
    library = Library(stack)
    for pid, at in LINE.items():
        library.run(**{pid: at + 3})
    library.run(gone=2.5)
    for pid, at in sorted(LINE.items(), reverse=True):
        library.run(**{pid: at})
    library.run(gone=None)
    one_by_one = library.kin()
    for pid in LINE:
        library.run(**{pid: None})
    assert library.kin() == {}
    library.run(**LINE)
    assert library.kin() == one_by_one


@pytest.mark.parametrize("left", range(4))
def test_comparing_is_taken_up_again_where_it_was_broken_off(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    library = Library(stack)
    library.run(a=0.0, b=1.0, c=2.0)
    real = Kinships.put_kin
    calls: list[str] = []

    def dies(self: Kinships, thing: str, known: KnownKin) -> None:
        if len(calls) == left:
            raise RuntimeError("killed")
        calls.append(thing)
        real(self, thing, known)

    with monkeypatch.context() as patch:
        patch.setattr(Kinships, "put_kin", dies)
        try:
            library.run(b=None, d=0.5)
        except RuntimeError:
            assert KIN in library.catalog.dirt.read()
    library.run()
    assert library.near("c") == ["d", "a"]
    assert library.near("a") == ["d", "c"]
    assert library.near("d") == ["a", "c"]
    assert KIN not in library.catalog.dirt.read()
