"""Whole runs on the embedded engine: one shot, or for as long as a folder is watched."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import watchfiles

from linernotes.errors import Halt
from linernotes.local import deploy, drive, engine, exports, folder, snapshot
from linernotes.local.deploy import Stack
from linernotes.local.drive import DeadLetters
from linernotes.local.engine import Engine
from linernotes.local.exports import Look
from linernotes.local.progress import Progress

_SETTLING = 0.2  # seconds between two looks that tell whether a file is still being written
_LOOK_AGAIN = 5_000  # milliseconds; on some file systems a change tells nobody


@dataclass(frozen=True)
class Published:
    """What came of a run: the files in the site's folder, and what could not be done."""

    copied: folder.Copied
    dead: tuple[DeadLetters, ...]


@dataclass(frozen=True)
class Opened:
    """A stack on an engine of its own; `told` are the engine's complaints that were passed on."""

    engine: Engine
    stack: Stack
    told: set[str] = field(default_factory=set)

    def complaints(self) -> Iterator[str]:
        """What the engine could not do since the last time, each thing once.

        A function that does not even start says so nowhere else.
        """
        for line in self.engine.log().splitlines():
            _, _, complaint = line.partition(" ERROR ")
            if complaint and complaint not in self.told:
                self.told.add(complaint)
                yield complaint


@contextlib.contextmanager
def opened(template: Path, state: Path | None, progress: Progress) -> Iterator[Opened]:
    """A stack on an engine of its own, holding what `state` has kept, for the `with` block.

    Where the code is another than that which made the snapshot, every export goes through it
    again.
    """
    with contextlib.ExitStack() as held:
        if state is not None:
            held.enter_context(snapshot.held(state))
        with progress.working("starting the engine"):
            running = held.enter_context(engine.running())
        with progress.working("deploying template.yaml"):
            stack = deploy.deploy(running, template, parameters=_parameters())
        if state is not None and (state / snapshot.FILE).exists():
            with progress.working("restoring what was kept"):
                current = snapshot.restore(stack, state / snapshot.FILE)
            if not current:
                drive.drop_again(stack)
        yield Opened(running, stack)


def _parameters() -> dict[str, str]:
    """As many workers of a kind as there are processors, and no fewer than the template takes."""
    return {"MaximumConcurrency": str(max(2, os.cpu_count() or 2))}


def publish(
    template: Path, files: Mapping[str, Path], site: Path, state: Path | None, progress: Progress
) -> Published:
    """Publish exports in one go.

    Parameters
    ----------
    files : the exports by object key.
    site : the folder that the site is copied to.
    state : the folder of what is kept between runs, if anything is.
    """
    with opened(template, state, progress) as running:
        with progress.working(f"dropping {len(files)} exports"):
            for key, file in files.items():
                with file.open("rb") as body:
                    drive.drop(running.stack, key, body)
        return _finish(running, site, state, progress)


def _finish(running: Opened, site: Path, state: Path | None, progress: Progress) -> Published:
    stack = running.stack
    with progress.working("publishing") as tell:

        def tell_all(backlog: drive.Backlog) -> None:
            tell(" · ".join(f"{stage.lower()} {count}" for stage, count in backlog.items()))
            for complaint in running.complaints():
                progress.say(complaint)

        drive.drain(stack, on_progress=tell_all)
    dead = drive.dead_letters(stack)
    with progress.working("copying the site"):
        copied = folder.copy_site(stack, site)
    # A message that was given up is work not done; the snapshot of before still leads to it.
    if state is not None and not dead:
        with progress.working("keeping the state"):
            snapshot.take(stack, state / snapshot.FILE)
    return Published(copied, dead)


@dataclass(frozen=True)
class Followed:
    """The keys that were dropped and removed, and why a file could not be read."""

    dropped: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """What there is to tell."""
        yield from (f"dropped {key}" for key in self.dropped)
        yield from (f"removed {key}" for key in self.removed)
        yield from self.unreadable


@dataclass
class Watched:
    """A folder that the inbox follows. `dropped` is how each file looked when it was dropped."""

    folder: Path
    dropped: dict[str, Look] = field(default_factory=dict)

    def adopt(self, stack: Stack) -> None:
        """Take files that the inbox holds already, byte for byte, for dropped."""
        standing = drive.inbox(stack)
        for key, look in exports.looks(self.folder).items():
            if key in standing and _digest(self.folder / key) == standing[key]:
                self.dropped[key] = look
        for key in standing:
            self.dropped.setdefault(key, Look(-1, 0))

    def follow(self, stack: Stack) -> Followed:
        """Drop what is new or changed and is written in full; remove what is gone."""
        before = exports.looks(self.folder)
        if before == self.dropped:
            return Followed()
        time.sleep(_SETTLING)
        now = exports.looks(self.folder)
        settled = {key: look for key, look in now.items() if before.get(key) == look}
        changed = [key for key, look in settled.items() if self.dropped.get(key) != look]
        gone = [key for key in self.dropped if key not in now]
        dropped, unreadable = [], []
        for key in changed:
            self.dropped[key] = settled[key]
            try:
                with (self.folder / key).open("rb") as body:
                    drive.drop(stack, key, body)
                dropped.append(key)
            except OSError as error:
                unreadable.append(f"{key} cannot be read: {error.strerror}")
        for key in gone:
            drive.remove(stack, key)
            del self.dropped[key]
        return Followed(tuple(dropped), tuple(gone), tuple(unreadable))


def _digest(file: Path) -> str:
    with file.open("rb") as body:
        return hashlib.file_digest(body, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def watch(
    running: Opened, watched: Watched, site: Path, state: Path, progress: Progress
) -> Iterator[Published]:
    """Publish what lands in a folder and unpublish what leaves it, until interrupted.

    Yields what came of each change, the state at the start first.

    Raises
    ------
    Halt : the folder is gone, or the engine.
    """
    watched.adopt(running.stack)
    kept: Path | None = state
    first = True
    looking = watchfiles.watch(
        watched.folder,
        watch_filter=None,
        yield_on_timeout=True,
        rust_timeout=_LOOK_AGAIN,
        raise_interrupt=True,
    )
    while True:
        if not watched.folder.is_dir():
            raise Halt(f"{watched.folder} is gone. What was published stays in {site}.")
        if not running.engine.alive:
            raise Halt("The embedded engine ended by itself. Start again; nothing is lost.")
        followed = watched.follow(running.stack)
        for line in followed.lines():
            progress.say(line)
        if first or followed.dropped or followed.removed:
            first = False
            published = _finish(running, site, kept, progress)
            # From here on the state would lack what was given up; a new start makes it anew.
            kept = None if published.dead else kept
            yield published
        next(looking)
