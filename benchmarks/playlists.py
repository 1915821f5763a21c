"""The playlists that are measured: every export in a folder that reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from linernotes.errors import Refused
from linernotes.formats import read
from linernotes.models import PlaylistDocument, Track
from linernotes.playlists import documents

PROJECT = Path(__file__).resolve().parent.parent


def default_folders() -> list[Path]:
    """The corpus and the library beside the project, else the sample library."""
    beside = PROJECT.parent / "shared" / "data"
    found = [beside / "corpus" / "exportify", beside / "library"]
    return [folder for folder in found if folder.is_dir()] or [PROJECT / "events" / "exports"]


def playlists(
    folders: list[Path], tell: Callable[[str], object] = lambda _: None
) -> list[PlaylistDocument]:
    """The playlists of all exports below `folders`, by path.

    What is no export is left out; `tell` is told which file that is and why.
    """
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    return [document for file in files for document in _read(file, tell)]


def without_genres(tracks: tuple[Track, ...]) -> tuple[Track, ...]:
    """The tracks as an export without genres would tell them."""
    return tuple(replace(track, genres=()) for track in tracks)


def _read(file: Path, tell: Callable[[str], object]) -> tuple[PlaylistDocument, ...]:
    try:
        return tuple(documents(read(file.read_bytes(), file.name), file.name))
    except (Refused, OSError) as problem:
        tell(f"left out: {file}: {problem}")
        return ()
