"""Copying the site into a folder that may hold other things."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import cast

import pytest

from linernotes.errors import Halt
from linernotes.local import drive, folder
from linernotes.local.deploy import Stack
from linernotes.local.drive import SiteObject
from linernotes.local.folder import Copied

STACK = cast(Stack, None)  # the listing and the bytes come from the fixture


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The site bucket as a dictionary; a test changes it."""
    objects = {"index.html": b"home", "a/b/overview.md": b"# b", "a/b/index.html": b"<b>"}

    def listing(stack: Stack) -> tuple[SiteObject, ...]:
        return tuple(
            SiteObject(path, hashlib.md5(body).hexdigest(), len(body))
            for path, body in objects.items()
        )

    monkeypatch.setattr(drive, "site_listing", listing)
    monkeypatch.setattr(drive, "site_bytes", lambda stack, path: objects[path])
    return objects


def held(at: Path) -> dict[str, bytes]:
    files = {p.relative_to(at).as_posix(): p.read_bytes() for p in at.rglob("*") if p.is_file()}
    files.pop(folder.MANIFEST, None)
    return files


def test_the_folder_is_made_and_holds_the_site(site: dict[str, bytes], tmp_path: Path) -> None:
    at = tmp_path / "new" / "site"
    assert folder.copy_site(STACK, at) == Copied(written=3, unchanged=0, removed=0)
    assert held(at) == site


def test_only_what_changed_is_written_and_what_is_gone_is_removed(
    site: dict[str, bytes], tmp_path: Path
) -> None:
    folder.copy_site(STACK, tmp_path)
    untouched = (tmp_path / "index.html").stat().st_ino
    del site["a/b/overview.md"], site["a/b/index.html"]
    site["c/index.html"] = b"c"
    assert folder.copy_site(STACK, tmp_path) == Copied(written=1, unchanged=1, removed=2)
    assert held(tmp_path) == site
    assert not (tmp_path / "a").exists(), "an empty folder goes too"
    assert (tmp_path / "index.html").stat().st_ino == untouched


def test_files_of_others_stay(site: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_bytes(b"mine")
    (tmp_path / "CNAME").write_bytes(b"example.org")
    folder.copy_site(STACK, tmp_path)
    site.clear()
    folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == {"a/mine.txt": b"mine", "CNAME": b"example.org"}


def test_a_file_of_somebody_else_in_the_way_is_not_overwritten(
    site: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_bytes(b"mine")
    with pytest.raises(Halt, match=r"index\.html is not ours to overwrite"):
        folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == {"index.html": b"mine"}


@pytest.mark.parametrize("theirs", ["a", "a/b", "index.html/mine"])
def test_nor_is_one_that_stands_in_a_folders_place_or_in_a_folder_in_a_files_place(
    site: dict[str, bytes], tmp_path: Path, theirs: str
) -> None:
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_bytes(b"mine")
    with pytest.raises(Halt, match="is not ours to overwrite"):
        folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == {theirs: b"mine"}


def test_a_file_of_ours_that_was_changed_by_hand_is_put_right(
    site: dict[str, bytes], tmp_path: Path
) -> None:
    folder.copy_site(STACK, tmp_path)
    (tmp_path / "index.html").write_bytes(b"HOME")
    folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == site


def test_a_file_may_become_a_folder_and_back(site: dict[str, bytes], tmp_path: Path) -> None:
    site["x"] = b"file"
    folder.copy_site(STACK, tmp_path)
    del site["x"]
    site["x/y/index.html"] = b"folder"
    folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == site
    del site["x/y/index.html"]
    site["x"] = b"file"
    folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == site


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/x", "a//x", "a/./x", "", "a/", ".git/config", "a\0b"]
)
def test_an_object_that_is_no_path_in_the_folder_stops_everything(
    site: dict[str, bytes], tmp_path: Path, path: str
) -> None:
    site[path] = b"evil"
    at = tmp_path / "inner" / "site"
    with pytest.raises(Halt, match="no path in a folder"):
        folder.copy_site(STACK, at)
    assert held(tmp_path) == {}


def test_a_link_out_of_the_folder_is_not_followed(site: dict[str, bytes], tmp_path: Path) -> None:
    at, outside = tmp_path / "site", tmp_path / "outside"
    at.mkdir()
    outside.mkdir()
    (at / "a").symlink_to(outside)
    with pytest.raises(Halt, match="is a link out of"):
        folder.copy_site(STACK, at)
    assert held(outside) == {}


def test_a_copy_that_broke_off_is_finished_by_the_next(
    site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.copy_site(STACK, tmp_path)
    before = dict(site)
    site.update({"index.html": b"new home", "new.html": b"new"})
    del site["a/b/index.html"]
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if target.name == "new.html":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == before | {"index.html": b"new home"}
    monkeypatch.undo()


def test_the_manifest_covers_files_of_a_copy_that_broke_off(
    site: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / folder.MANIFEST).write_text(json.dumps({"files": ["index.html", "old.html"]}))
    (tmp_path / "index.html").write_bytes(b"half of an earlier copy")
    (tmp_path / "old.html").write_bytes(b"old")
    (tmp_path / ".linernotes-new").mkdir()
    (tmp_path / ".linernotes-new" / "0").write_bytes(b"left over")
    folder.copy_site(STACK, tmp_path)
    assert held(tmp_path) == site


def test_a_manifest_cannot_be_made_to_remove_files_elsewhere(
    site: dict[str, bytes], tmp_path: Path
) -> None:
    at = tmp_path / "site"
    at.mkdir()
    (tmp_path / "precious").write_bytes(b"mine")
    (at / folder.MANIFEST).write_text(json.dumps({"files": ["../precious"]}))
    with pytest.raises(Halt):
        folder.copy_site(STACK, at)
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize("manifest", ["", "[]", '{"files": 1}', "{"])
def test_a_damaged_manifest_is_refused_in_one_line(
    site: dict[str, bytes], tmp_path: Path, manifest: str
) -> None:
    (tmp_path / folder.MANIFEST).write_text(manifest)
    with pytest.raises(Halt, match="is damaged"):
        folder.copy_site(STACK, tmp_path)
