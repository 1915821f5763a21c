"""Copying the site bucket into a folder, and nothing else in that folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from linernotes.errors import Halt
from linernotes.local import drive
from linernotes.local.deploy import Stack

# Names the files that we wrote, so that we remove these and never anybody else's.
MANIFEST = ".linernotes-site.json"
_STAGING = ".linernotes-new"
_THREADS = 8


@dataclass(frozen=True)
class Copied:
    """How many files were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def copy_site(stack: Stack, folder: Path) -> Copied:
    """Make `folder` hold the site as it stands now.

    Everything is fetched first; then each file is replaced at one stroke, and what is gone from
    the site is removed last. Files that are not ours stay.

    Raises
    ------
    Halt : a path of the site leads out of the folder, or a file of somebody else is in the way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listing = drive.site_listing(stack)
    targets = {item.path: place(folder, item.path) for item in listing}
    ours = _read_manifest(folder)
    changed = [item.path for item in listing if not _holds(targets[item.path], item)]
    _refuse_strangers(folder, changed, ours)
    gone = ours - targets.keys()
    with _staging(folder) as staging:
        staged = _fetch(stack, changed, staging)
        _write_manifest(folder, ours | targets.keys(), staging)
        in_the_way = _in_the_way(gone, targets.keys())
        _remove(folder, in_the_way)
        for path, file in staged.items():
            targets[path].parent.mkdir(parents=True, exist_ok=True)
            file.replace(targets[path])
        _remove(folder, gone - in_the_way)
        _write_manifest(folder, targets.keys(), staging)
    return Copied(len(changed), len(listing) - len(changed), len(gone))


def place(folder: Path, path: str) -> Path:
    """Where an object of the site goes.

    Raises
    ------
    Halt : the path has an empty or hidden segment, or leads out of the folder, be it by a
        symbolic link.
    """
    segments = path.split("/")
    if any(not segment or segment.startswith(".") or "\0" in segment for segment in segments):
        raise Halt(f"The site holds an object called {path!r}, which is no path in a folder.")
    target = folder.joinpath(*segments)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise Halt(f"{target.parent} is a link out of {folder}. Remove it and try again.")
    return target


def _holds(target: Path, item: drive.SiteObject) -> bool:
    if not target.is_file() or target.stat().st_size != item.size:
        return False
    return hashlib.md5(target.read_bytes(), usedforsecurity=False).hexdigest() == item.etag


def _refuse_strangers(folder: Path, paths: Iterable[str], ours: Set[str]) -> None:
    """See that no file of somebody else stands where ours go, be it in a folder's place."""
    for path in paths:
        standing = [folder / part for part in (path, *_parents(path))]
        files = [at for at in standing if at.is_file()] + list(_files(standing[0]))
        for file in files:
            if file.relative_to(folder).as_posix() not in ours:
                raise Halt(f"{file} is not ours to overwrite. Choose another folder.")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    staging = folder / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _fetch(stack: Stack, paths: list[str], staging: Path) -> dict[str, Path]:
    def fetch(numbered: tuple[int, str]) -> Path:
        number, path = numbered
        file = staging / str(number)
        file.write_bytes(drive.site_bytes(stack, path))
        return file

    with ThreadPoolExecutor(_THREADS) as threads:
        return dict(zip(paths, threads.map(fetch, enumerate(paths)), strict=True))


def _in_the_way(gone: Set[str], wanted: Set[str]) -> set[str]:
    """Which old files stand where a folder is wanted, or in what is to become a file."""
    folders = {parent for path in wanted for parent in _parents(path)}
    return {path for path in gone if path in folders or not wanted.isdisjoint(_parents(path))}


def _parents(path: str) -> list[str]:
    return [str(parent) for parent in PurePosixPath(path).parents][:-1]


def _remove(folder: Path, paths: Iterable[str]) -> None:
    for path in sorted(paths, reverse=True):
        target = place(folder, path)
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder:
                break
            try:
                parent.rmdir()
            except OSError:
                break


def _read_manifest(folder: Path) -> set[str]:
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {str(path) for path in files}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError) as error:
        raise Halt(f"{folder / MANIFEST} is damaged. Choose another folder.") from error


def _write_manifest(folder: Path, paths: Iterable[str], staging: Path) -> None:
    file = staging / "manifest"
    file.write_text(json.dumps({"files": sorted(paths)}, ensure_ascii=False, indent=0) + "\n")
    file.replace(folder / MANIFEST)
