"""An inbox that follows a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO, cast

import pytest

from linernotes.local import drive, exports, run
from linernotes.local.deploy import Stack
from linernotes.local.exports import Look
from linernotes.local.run import Followed, Watched

STACK = cast(Stack, None)  # the inbox is the fixture's


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The inbox bucket as a dictionary."""
    held: dict[str, bytes] = {}

    def drop(stack: Stack, key: str, body: IO[bytes]) -> None:
        held[key] = body.read()

    def etags(stack: Stack) -> dict[str, str]:
        return {key: hashlib.md5(body).hexdigest() for key, body in held.items()}

    monkeypatch.setattr(drive, "drop", drop)
    monkeypatch.setattr(drive, "remove", lambda stack, key: held.pop(key, None))
    monkeypatch.setattr(drive, "inbox", etags)
    monkeypatch.setattr(run, "_SETTLING", 0)
    return held


def test_what_lands_in_the_folder_is_dropped_once(inbox: dict[str, bytes], tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "more").mkdir()
    (tmp_path / "a.csv").write_bytes(b"one")
    (tmp_path / "more" / "b.csv").write_bytes(b"two")
    assert watched.follow(STACK) == Followed(dropped=("a.csv", "more/b.csv"))
    assert inbox == {"a.csv": b"one", "more/b.csv": b"two"}
    assert watched.follow(STACK) == Followed()


def test_a_changed_file_is_dropped_again(inbox: dict[str, bytes], tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"one")
    watched.follow(STACK)
    (tmp_path / "a.csv").write_bytes(b"three")
    assert watched.follow(STACK) == Followed(dropped=("a.csv",))
    assert inbox == {"a.csv": b"three"}


def test_what_leaves_the_folder_is_removed(inbox: dict[str, bytes], tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"one")
    watched.follow(STACK)
    (tmp_path / "a.csv").unlink()
    assert watched.follow(STACK) == Followed(removed=("a.csv",))
    assert inbox == {}
    assert watched.follow(STACK) == Followed()


def test_a_renamed_file_goes_by_its_new_name(inbox: dict[str, bytes], tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"one")
    watched.follow(STACK)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert watched.follow(STACK) == Followed(dropped=("b.csv",), removed=("a.csv",))


def test_a_file_that_is_being_written_waits(
    inbox: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "whole.csv").write_bytes(b"whole")
    growing = [{"slow.csv": Look(1, 1), "whole.csv": Look(5, 5)}]
    growing.append({"slow.csv": Look(2, 2), "whole.csv": Look(5, 5)})
    monkeypatch.setattr(exports, "looks", lambda folder: growing.pop(0))
    assert watched.follow(STACK) == Followed(dropped=("whole.csv",))
    monkeypatch.undo()


def test_a_file_that_cannot_be_read_is_told_and_tried_when_it_changes(
    inbox: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"one")
    opened = Path.open

    def refuse(self: Path, mode: str = "r") -> IO[bytes]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    followed = watched.follow(STACK)
    assert followed.unreadable == ("a.csv cannot be read: Permission denied",)
    assert followed.dropped == ()
    assert watched.follow(STACK) == Followed()
    monkeypatch.setattr(Path, "open", opened)
    (tmp_path / "a.csv").chmod(0o600)
    assert watched.follow(STACK) == Followed(dropped=("a.csv",))


def test_a_new_start_drops_and_removes_only_what_differs(
    inbox: dict[str, bytes], tmp_path: Path
) -> None:
    inbox |= {"same.csv": b"same", "changed.csv": b"old", "gone.csv": b"gone"}
    (tmp_path / "same.csv").write_bytes(b"same")
    (tmp_path / "changed.csv").write_bytes(b"new")
    (tmp_path / "added.csv").write_bytes(b"added")
    watched = Watched(tmp_path)
    watched.adopt(STACK)
    assert watched.follow(STACK) == Followed(
        dropped=("added.csv", "changed.csv"), removed=("gone.csv",)
    )
    assert inbox == {"same.csv": b"same", "changed.csv": b"new", "added.csv": b"added"}
