"""Export files on this machine and the keys they go by."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from linernotes.errors import Halt
from linernotes.local import exports


def test_a_file_goes_by_its_name_and_one_in_a_folder_by_its_path_there(tmp_path: Path) -> None:
    lone = tmp_path / "Alt-Pop.csv"
    inner = tmp_path / "library" / "old" / "🎧 a+b%2F c.json"
    inner.parent.mkdir(parents=True)
    lone.touch()
    inner.touch()
    assert exports.gather([lone, tmp_path / "library"]) == {
        "Alt-Pop.csv": lone,
        "old/🎧 a+b%2F c.json": inner,
    }


def test_hidden_and_unfinished_files_of_a_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    names = (".DS_Store", ".git/config", "a.csv.part", "b.CRDOWNLOAD", "c.json.download", "d.csv")
    for name in names:
        (tmp_path / name).touch()
    assert list(exports.gather([tmp_path])) == ["d.csv"]


def test_a_read_me_tells_of_the_exports_beside_it_and_is_none(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("README.md", "inner/readme.md", "a.csv", "my readme.md.csv"):
        (tmp_path / name).touch()
    assert list(exports.gather([tmp_path])) == ["a.csv", "my readme.md.csv"]
    assert exports.looks(tmp_path).keys() == {"a.csv", "my readme.md.csv"}


def test_a_file_that_is_named_outright_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    hidden = tmp_path / ".csv"
    hidden.touch()
    assert exports.gather([hidden]) == {".csv": hidden}


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.csv").touch()
    with pytest.raises(Halt, match=r"a/x\.csv and .*b/x\.csv are both called x\.csv"):
        exports.gather([tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv"])


def test_nothing_at_all_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Halt, match="no exports"):
        exports.gather([tmp_path])


def test_a_name_that_no_bucket_takes_is_refused_by_name_and_passed_by_in_a_folder(
    tmp_path: Path,
) -> None:
    latin = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    Path(latin).touch()
    (tmp_path / "good.csv").touch()
    with pytest.raises(Halt, match="name that no bucket takes"):
        exports.gather([Path(latin)])
    assert list(exports.looks(tmp_path)) == ["good.csv"]


def test_a_look_changes_with_the_file_even_when_size_and_date_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"one")
    before = exports.looks(tmp_path)
    other = tmp_path / ".a.csv"
    other.write_bytes(b"two")
    shutil.copystat(file, other)
    other.replace(file)
    assert exports.looks(tmp_path).keys() == before.keys()
    assert exports.looks(tmp_path) != before


def test_dangling_links_and_folders_are_no_exports(tmp_path: Path) -> None:
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.csv").mkdir()
    assert exports.looks(tmp_path) == {}


@pytest.mark.parametrize(
    ("inbox", "state", "taken"),
    [
        ("in", "in/state", True),
        ("in", "in", True),
        ("in", "in/.state", False),
        (".", ".linernotes", False),
        ("in", "state", False),
        ("in", "in/../state", False),
    ],
)
def test_a_state_that_would_be_taken_for_exports_is_known(
    tmp_path: Path, inbox: str, state: str, taken: bool
) -> None:
    assert exports.takes(tmp_path / inbox, tmp_path / state) is taken
