"""Export files on this machine, and the object keys that they go by in the inbox."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import Halt

_KEY_LIMIT = 1024  # bytes; S3's
_ABOUT = "readme.md"  # tells people of a folder, as ours does
# What a browser or a file manager calls a file that is not there in full yet.
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")


@dataclass(frozen=True)
class Look:
    """What a file is known by between two looks: its size in bytes and its time of change.

    That is the inode's time in nanoseconds, which a copy with its dates kept does not carry over.
    """

    size: int
    changed: int


def gather(paths: Iterable[Path]) -> dict[str, Path]:
    """Files by object key: a file's key is its name, one found in a folder has the path there.

    Raises
    ------
    Halt : two files would have one key, a name is no object key, or there is nothing at all.
    """
    files: dict[str, Path] = {}
    for path in paths:
        for key, file in walk(path) if path.is_dir() else [(path.name, path)]:
            if key in files:
                raise Halt(f"{files[key]} and {file} are both called {key}. Rename one of them.")
            files[key] = file
    if not files:
        raise Halt("There are no exports in there.")
    for key, file in files.items():
        if not is_key(key):
            raise Halt(f"{file!s:.200} has a name that no bucket takes. Rename it.")
    return files


def walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """The finished, visible files below a folder with their object keys, in order.

    A `README.md` is about the exports and none of them.
    """
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            lower = name.lower()
            if not name.startswith(".") and lower != _ABOUT and not lower.endswith(_UNFINISHED):
                file = Path(at, name)
                yield file.relative_to(folder).as_posix(), file


def is_key(name: str) -> bool:
    """Whether S3 takes the name as an object key."""
    try:
        return len(name.encode()) <= _KEY_LIMIT
    except UnicodeEncodeError:  # a file name in some other encoding
        return False


def looks(folder: Path) -> dict[str, Look]:
    """How every export in a folder looks now, by object key; names that are no keys are left."""
    seen = {}
    for key, file in walk(folder):
        try:
            status = file.stat()
        except OSError:  # gone since, or a dangling link
            continue
        if is_key(key) and file.is_file():
            seen[key] = Look(status.st_size, status.st_ctime_ns)
    return seen


def takes(folder: Path, other: Path) -> bool:
    """Whether files in `other` would count as exports in `folder`."""
    inside = other.resolve()
    if not inside.is_relative_to(folder.resolve()):
        return False
    parts = inside.relative_to(folder.resolve()).parts
    return not any(part.startswith(".") for part in parts)
