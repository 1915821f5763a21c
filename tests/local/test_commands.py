"""The commands on the embedded engine, from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linernotes.formats import read
from linernotes.local.folder import MANIFEST
from tests.local.conftest import ROOT
from tests.local.processes import eventually

EXPORTS = ROOT / "events" / "exports"
SEED = "playlists/international_pop/clusters/overview.md"
ONE = "playlists/one/overview.md"
TWO = "playlists/two/overview.md"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """An export of too few tracks for clusters, so that publishing it takes little time."""
    return _export(tmp_path, "one")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Another such."""
    return _export(tmp_path, "two")


def _export(folder: Path, name: str) -> Path:
    file = folder / f"{name}.csv"
    tracks = [
        f"spotify:track:{name}{'x' * 18}{number},{name} {number},An Artist" for number in "12"
    ]
    file.write_text("\n".join(["Track URI,Track Name,Artist Name(s)", *tracks]), encoding="utf-8")
    return file


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder for the commands alone, to see what they leave in it."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start a command as a shell does: in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from linernotes.cli import app; app()", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def call(*arguments: str) -> tuple[int, str, str]:
    process = start(*arguments)
    out, err = process.communicate(timeout=150)
    return process.returncode, out, err


def left_nothing(temporary: Path) -> bool:
    """Whether no run's folder is left; some disks take seconds for its thousands of files."""
    return eventually(lambda: list(temporary.iterdir()) == [], 60)


def held(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.mark.soak
def test_the_demo_publishes_the_sample_library(temporary: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    code, out, err = call("demo", "--no-serve", "--site", str(site))
    assert (code, "Traceback" in err) == (0, False), err
    assert "International Pop: 106 of 106 rows kept" in out
    assert "broken download.json: refused" in out
    pages = held(site)
    assert {"index.html", "README.md", "404.html", "inbox.md", SEED} <= pages.keys()
    assert pages[SEED].startswith(b"# Clusters in International Pop\n")
    assert b"broken download.json" in pages["inbox.md"]
    assert left_nothing(temporary)


@pytest.mark.soak
def test_a_kept_library_grows_with_every_publish(
    temporary: Path, tmp_path: Path, one: Path, two: Path
) -> None:
    site, state = tmp_path / "site", tmp_path / "state"
    kept = ("--site", str(site), "--state", str(state))
    assert call("publish", str(one), *kept)[0] == 0
    assert ONE in held(site)
    assert call("publish", str(two), *kept)[0] == 0
    second = held(site)
    assert {ONE, TWO} <= second.keys()
    code, _, err = call("publish", str(two), *kept)
    assert code == 0
    assert held(site) == second, "the same once more changes nothing"
    assert f"0 written, {len(second)} unchanged, 0 removed" in err
    assert left_nothing(temporary)

    code, given, _ = call("export", "one", "--as", "csv", "--state", str(state))
    assert code == 0
    assert "An Artist" in given
    assert read(given.encode(), "one.csv").playlists == read(one.read_bytes(), "one.csv").playlists
    code, _, err = call("export", "three", "--state", str(state))
    assert code == 1
    assert "There are: one, two." in err


@pytest.mark.soak
def test_a_refused_export_is_1_and_the_others_are_published(
    temporary: Path, tmp_path: Path, one: Path
) -> None:
    site = tmp_path / "site"
    broken = EXPORTS / "broken download.json"
    code, out, _ = call("publish", str(broken), str(one), "--site", str(site))
    assert code == 1
    assert "broken download.json: refused" in out
    assert ONE in held(site)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_a_publish_that_is_interrupted_leaves_nothing_behind(
    temporary: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    state = tmp_path / "state"
    pop = EXPORTS / "international_pop.json"
    process = start("publish", str(pop), "--site", str(tmp_path / "site"), "--state", str(state))
    assert eventually(lambda: any(temporary.glob("*/ministack-lambda-*")), 30), "a worker"
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert "Traceback" not in err
    assert left_nothing(temporary)
    assert [path.name for path in state.iterdir()] == ["lock"]


@pytest.fixture
def up(temporary: Path, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts `up` on tmp_path/inbox and tmp_path/state; whatever runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        inbox, state = str(tmp_path / "inbox"), str(tmp_path / "state")
        started.append(start("up", "--inbox", inbox, "--state", state, "--port", "0"))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    """Wait until a change is published; the address that is served."""
    assert process.stderr
    for line in process.stderr:
        if " serves " in line:
            return line.split()[0]
    raise AssertionError(f"it ended with {process.wait()}")


def _get(address: str, path: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}{path}", timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.soak
def test_up_follows_its_folder_and_takes_up_where_it_was(
    up: Callable[[], subprocess.Popen[str]], temporary: Path, tmp_path: Path, one: Path, two: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / one.name).write_bytes(one.read_bytes())
    process = up()
    address = _address(process)
    assert _get(address, "playlists/one/") == 200
    (inbox / two.name).write_bytes(two.read_bytes())
    _address(process)
    assert _get(address, "playlists/two/") == 200
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert left_nothing(temporary)

    (inbox / one.name).unlink()
    began = time.monotonic()
    process = up()
    address = _address(process)
    assert time.monotonic() - began < 60
    assert _get(address, "playlists/one/") == 404
    assert _get(address, "playlists/two/") == 200
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)


def test_serve_says_where_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"<p>home")
    process = start("serve", str(tmp_path), "--port", "0")
    address = _address(process)
    assert _get(address, "") == 200
    assert _get(address, "nothing/") == 404
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (130, "")


@pytest.mark.soak
def test_two_commands_at_once_do_not_disturb_each_other(
    temporary: Path, tmp_path: Path, one: Path, two: Path
) -> None:
    sites = [tmp_path / "first", tmp_path / "second"]
    processes = [
        start("publish", str(export), "--site", str(site))
        for export, site in zip((one, two), sites, strict=True)
    ]
    for process in processes:
        _, err = process.communicate(timeout=150)
        assert process.returncode == 0, err
    first, second = map(held, sites)
    assert ONE in first
    assert TWO not in first
    assert TWO in second
    assert ONE not in second
    assert left_nothing(temporary)


def test_a_state_in_use_is_said_so(
    up: Callable[[], subprocess.Popen[str]], temporary: Path, tmp_path: Path, one: Path
) -> None:
    _address(up())
    code, _, err = call(
        "publish", str(one), "--site", str(tmp_path / "site"), "--state", str(tmp_path / "state")
    )
    assert code == 1
    assert err.splitlines()[-1].endswith("is in use by another run. Stop it or choose another.")


@pytest.mark.soak
def test_nothing_is_read_from_or_written_to_the_users_home(
    temporary: Path, tmp_path: Path, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    assert call("publish", str(one), "--site", str(tmp_path / "site"))[0] == 0
    assert list(home.iterdir()) == []
    assert tempfile.gettempdir() != str(temporary)
