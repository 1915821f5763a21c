"""Schedules: lists of steps in words, how they are played, and what must be true at their end.

A step is a line such as `drop a.json 1` or `start ingest 0 12`; a schedule is a text of them, so
that one that failed can be kept in a file and read. Every step means something in every state (a
worker or a message is named by its place, modulo how many there are), so that any line can be left
out of a schedule and the rest still is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from tests.faults.exports import CONTENTS, KEYS, REFUSED
from tests.faults.world import STAGES, World
from tests.links import dead_links

_FEW_CALLS = 50  # most workers make no more
_WRITES = {
    "ingest": ("X#", "P#", "PutItem E#", "WriteItem T#", "PutItem INBOX", "DIRTY", "SendMessage"),
    "analyze": ("PutObject", "PutItem", "SendMessage"),
    "draw": ("HeadObject", "PutObject", "TransactWriteItems", "DIRTY", "SendMessage"),
    "publish": ("PutItem M#", "PutObject", "DeleteObjects", "DIRTY", "SHELF", "SLIPS"),
}
_MANY_CALLS = (80, 130, 210, 999)
_ORDERS = ("throttled", "lost", "twice")
_LEDGER = ("SLUG", "LOG", "HISTORY")
_KEPT = ("E#", "LIKED", "INBOX", "M#", "L#", "SHELF", "RULES", "SLIPS", "HEARD")

_SITES: dict[str, tuple[dict[str, bytes], Any]] = {}
_DEAD: dict[int, list[str]] = {}


def schedules() -> st.SearchStrategy[list[str]]:
    """A schedule: of anything in any order, or of what happens while somebody is stopped."""
    return st.one_of(st.lists(steps(), min_size=3, max_size=40), races(), races())


def steps() -> st.SearchStrategy[str]:
    """One step of a schedule."""
    place, calls = st.integers(0, 2), _calls()
    start = st.builds("start {} {} {}".format, st.sampled_from(STAGES), place, calls)
    go = st.builds("go {} {}".format, place, calls)
    return st.one_of(
        _drops(),
        _drops(),
        start,
        start,
        start,
        start,
        go,
        go,
        st.builds("remove {}".format, st.sampled_from(KEYS)),
        st.builds("forget {} {}".format, st.sampled_from(KEYS), place),
        st.builds("tell {}".format, st.sampled_from(KEYS)),
        st.builds("fail {} {}".format, place, st.sampled_from(_ORDERS)),
        st.builds("kill {}".format, place),
        st.builds("lapse {}".format, place),
        st.builds("run {}".format, st.sampled_from(STAGES)),
        st.just("day"),
    )


@st.composite
def races(draw: st.DrawFn) -> list[str]:
    """A library, one of whose exports changes; a worker stopped over it; what comes meanwhile.

    It is stopped before a write, or a few calls on: before a read it might as well be later.
    """
    key = draw(st.sampled_from(KEYS))
    stage = draw(st.sampled_from(("ingest", "ingest", *STAGES)))
    change = st.one_of(
        st.builds("drop {} {}".format, st.just(key), st.integers(0, 3)), st.just(f"remove {key}")
    )
    before = draw(st.lists(_drops(), max_size=2))
    if draw(st.booleans()):
        before += [f"run {one}" for one in STAGES]
    before.append(draw(change))
    before += [f"run {one}" for one in STAGES[: STAGES.index(stage)]]
    stopped = [f"start {stage} {draw(st.integers(0, 2))} 0"]
    stopped.append(f"until 0 {draw(st.sampled_from(_WRITES[stage]))}")
    stopped.append(f"go 0 {draw(st.integers(0, 4))}")
    then = draw(st.one_of(change, change, st.just("kill 0"), st.just("lapse 0")))
    meanwhile = draw(st.lists(st.one_of(change, steps()), max_size=3))
    return [*before, *stopped, then, *meanwhile]


def _drops() -> st.SearchStrategy[str]:
    return st.builds("drop {} {}".format, st.sampled_from(KEYS), st.integers(0, 3))


def _calls() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, _FEW_CALLS), st.sampled_from(_MANY_CALLS))


def play(world: World, schedule: Iterable[str]) -> None:
    """Do the steps one after the other."""
    for step in schedule:
        word, *given = step.split()
        _STEPS[word](world, *given)


def _start(world: World, stage: str, pick: str, calls: str) -> None:
    if worker := world.start(stage, int(pick)):
        world.go(worker, int(calls))


def _run(world: World, stage: str) -> None:
    """All that waits at a stage, one after the other."""
    for _ in range(len(world.sqs.queue(_address(stage)).visible())):
        _start(world, stage, "0", "99999")


def _drop(world: World, key: str, which: str) -> None:
    """Put an export; but see `_forget`."""
    body = CONTENTS[key][int(which)]
    if body not in REFUSED or world.s3.buckets.get("inbox", {}).get(key) != []:
        world.drop(key, body)


def _forget(world: World, key: str, place: str) -> None:
    """Delete a version for good, unless nothing would be left but what does not read.

    Then what was published before stays, which is the one thing that the versions do not say.
    """
    entries = world.s3.buckets.get("inbox", {}).get(key, [])
    left = [one.body for at, one in enumerate(entries) if at != int(place) % len(entries)]
    if not left or None in left or any(body not in REFUSED for body in left):
        world.forget(key, int(place))


def _address(stage: str) -> str:
    return f"{stage}.fifo" if stage == "publish" else stage


def _with_worker(act: Callable[..., None]) -> Callable[..., None]:
    def do(world: World, place: str, *given: str) -> None:
        if world.workers:
            act(world, world.workers[int(place) % len(world.workers)], *given)

    return do


_STEPS: dict[str, Callable[..., None]] = {
    "drop": _drop,
    "remove": lambda world, key: world.remove(key),
    "forget": _forget,
    "tell": lambda world, key: world.tell(key),
    "day": lambda world: world.day(),
    "start": _start,
    "run": _run,
    "go": _with_worker(lambda world, worker, calls: world.go(worker, int(calls))),
    "fail": _with_worker(lambda world, worker, order: world.go(worker, 1, order)),
    "until": _with_worker(lambda world, worker, *words: world.until(worker, " ".join(words))),
    "kill": _with_worker(lambda world, worker: world.kill(worker)),
    "lapse": _with_worker(lambda world, worker: world.lapse(worker)),
}


def check(world: World) -> None:
    """Settle, and assert all that a deployment at rest must be."""
    world.wake()
    world.settle()
    assert not world.wrong, f"a worker failed by a fault of ours: {world.wrong[0]!r}"
    assert world.rows("DIRTY", "RUN") == [], "nothing is dirty at rest"
    _heads_are_applied(world)
    site, rows = _anew(world)
    differ = sorted(p for p in site.keys() | world.site.keys() if site.get(p) != world.site.get(p))
    assert not differ, f"the site is not what its exports and ledger say: {differ}"
    assert not (dead := _dead_links(world.site)), f"links lead nowhere: {dead}"
    assert kept_rows(world) == rows, "the catalog is not what its exports and ledger say"
    _rests(world)


def _heads_are_applied(world: World) -> None:
    for row in world.rows("X#", "P#"):
        if row["sk"]["S"] == "HEAD":
            assert row["state"] == {"S": "APPLIED"}, f"{row['pk']['S']} is being applied"
            assert row["was"] == {"L": []}, f"{row['pk']['S']} may have rows of older documents"


def _rests(world: World) -> None:
    """Being told everything again writes nothing to the site and changes no row."""
    rows, calls = world.dynamodb.all(), world.site_calls
    for key in KEYS:
        world.tell(key)
    world.wake()
    world.drain()
    assert world.site_calls == calls, "a second run touches the site"
    again = world.dynamodb.all()
    assert again == rows, [row for row in again if row not in rows]


def _anew(world: World) -> tuple[dict[str, bytes], Any]:
    """Site and rows that a deployment makes of the same inbox and ledger without any fault.

    Of the inbox it is given what stands: the newest version that reads, what was refused above it,
    and nothing below.
    """
    ledger = [row for row in world.dynamodb.all() if _is_ledger(row)]
    inbox = {key: _standing(world, key) for key in KEYS}
    about = repr((ledger, inbox))
    if about not in _SITES:
        fresh = World()
        for row in ledger:
            fresh.dynamodb.write(row)
            for name in ("analysis", "doc"):
                if name in row:
                    path = f"documents/{row[name]['S']}.json"
                    body = world.s3.objects("library")[path]
                    fresh.s3.put_object(Bucket="library", Key=path, Body=body)
        for key, bodies in inbox.items():
            for body in reversed(bodies):
                fresh.s3.put_object(Bucket="inbox", Key=key, Body=body)
            fresh.tell(key)
        fresh.wake()
        fresh.drain()
        _SITES[about] = fresh.site, kept_rows(fresh)
    return _SITES[about]


def kept_rows(world: World) -> list[dict[str, Any]]:
    """The rows that must not depend on what happened; a page without objects is read as none."""
    nothing = {"files": {"M": {}}, "intent": {"L": []}, "mentions": {"L": []}}
    return [
        row
        for row in world.rows(*_KEPT)
        if any(row.get(name) != value for name, value in nothing.items())
    ]


def _is_ledger(row: dict[str, Any]) -> bool:
    return str(row["pk"]["S"]).startswith(_LEDGER) or row["sk"]["S"] == "CLUSTERS"


def _standing(world: World, key: str) -> list[bytes]:
    """The newest readable version of a key and the refused ones above it, newest first."""
    found: list[bytes] = []
    for entry in world.s3.buckets.get("inbox", {}).get(key, []):
        if entry.body is None:
            break
        found.append(entry.body)
        if entry.body not in REFUSED:
            break
    return found


def _dead_links(site: dict[str, bytes]) -> list[str]:
    key = hash(frozenset(site.items()))
    if key not in _DEAD:
        _DEAD[key] = dead_links(site)
    return _DEAD[key]
