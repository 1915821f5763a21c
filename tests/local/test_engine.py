"""Starting the engine, and leaving nothing behind however a run ends."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from linernotes.errors import Halt
from linernotes.local import engine
from tests.local import processes
from tests.local.conftest import RELAY, Stacks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

# Starts an engine, gets a worker busy for a minute, says who and where, and does as it is told.
BUSY = f"""
import sys, time
from pathlib import Path
from linernotes.local import deploy, drive, engine
with engine.running() as running:
    stack = deploy.deploy(running, Path({str(RELAY)!r}))
    drive.drop(stack, "a.json", b"sleep 60")
    while not any("worker" in p.name for p in running.folder.glob("ministack-lambda-*/*.py")):
        time.sleep(0.01)
    time.sleep(0.5)
    print(running.group, running.folder, flush=True)
    sys.stdin.readline()
    {{ending}}
"""


@pytest.fixture
def run_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, so that it sees its own runs alone."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.fixture
def busy(run_folders: Path) -> Callable[[str], tuple[subprocess.Popen[str], int, Path]]:
    """Starts a script with a busy worker; what ends it is the argument."""

    def start(ending: str) -> tuple[subprocess.Popen[str], int, Path]:
        process = processes.script(BUSY.format(ending=ending))
        assert process.stdout
        line = process.stdout.readline().split()
        assert len(line) == 2, process.communicate()[1]
        group, folder = int(line[0]), Path(line[1])
        assert len(processes.group(group)) >= 2, "the engine and a worker"
        return process, group, folder

    return start


def test_the_engine_listens_on_the_loopback_interface_alone(stacks: Stacks) -> None:
    with engine.running() as running:
        relay = stacks(RELAY, on=running)
        relay.drop("a.json", b"one")
        relay.drain()
        sockets = processes.listening(processes.group(running.group))
        assert sockets == {("0100007F", running.port)}


def test_nothing_of_the_developers_environment_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "HTTPS_PROXY", "PYTHONPATH", "MY_SECRET"):
        monkeypatch.setenv(name, "mine")
    with engine.running(environment={"EXTRA": "yes"}, worker_endpoint="http://127.0.0.1:1") as it:
        raw = Path(f"/proc/{it.group}/environ").read_text()
    variables = dict(entry.split("=", 1) for entry in raw.split("\0") if entry)
    assert "mine" not in variables.values()
    assert variables["EXTRA"] == "yes"
    assert variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert variables["HOME"] == variables["TMPDIR"] == str(it.folder)


def test_nothing_is_left_when_the_block_ends(run_folders: Path) -> None:
    with engine.running() as running:
        assert running.alive
        assert running.folder.parent == run_folders
    assert not running.alive
    assert processes.group(running.group) == []
    assert list(run_folders.iterdir()) == []


def test_nothing_is_left_when_the_block_fails(run_folders: Path) -> None:
    with pytest.raises(ZeroDivisionError), engine.running() as running:
        raise ZeroDivisionError
    assert processes.group(running.group) == []
    assert list(run_folders.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, -signal.SIGINT),
        (signal.SIGTERM, -signal.SIGTERM),
        (signal.SIGHUP, -signal.SIGHUP),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_nothing_is_left_two_seconds_after_a_signal(
    busy: Callable[[str], tuple[subprocess.Popen[str], int, Path]],
    run_folders: Path,
    number: signal.Signals,
    code: int,
) -> None:
    process, group, folder = busy("pass")
    process.send_signal(number)
    assert processes.eventually(lambda: not processes.group(group) and not folder.exists(), 2)
    process.communicate()
    assert process.returncode == code
    assert list(run_folders.iterdir()) == []


@pytest.mark.parametrize(
    ("ending", "code"),
    [("raise SystemExit(7)", 7), ("import os; os._exit(3)", 3), ("1 / 0", 1)],
    ids=["exit", "exit without clean-up", "exception"],
)
def test_nothing_is_left_two_seconds_after_an_end_of_its_own(
    busy: Callable[[str], tuple[subprocess.Popen[str], int, Path]],
    run_folders: Path,
    ending: str,
    code: int,
) -> None:
    process, group, _ = busy(ending)
    process.communicate("go on\n")
    assert process.returncode == code
    assert processes.eventually(
        lambda: not processes.group(group) and not list(run_folders.iterdir()), 2
    )


def test_a_killed_keeper_takes_the_engine_with_it(run_folders: Path) -> None:
    with engine.running() as running:
        running.keeper.kill()
        assert processes.eventually(lambda: not processes.group(running.group), 2)
        assert not running.alive
    assert list(run_folders.iterdir()) == []


def test_a_dead_engine_is_noticed_and_cleared_away(run_folders: Path) -> None:
    with engine.running() as running:
        os.kill(running.group, signal.SIGKILL)
        assert processes.eventually(lambda: not running.alive, 2)
        assert list(run_folders.iterdir()) == []


def test_two_engines_do_not_disturb_each_other() -> None:
    with engine.running() as one:
        with engine.running() as two:
            assert one.port != two.port
            assert one.folder != two.folder
        assert one.alive
        with urllib.request.urlopen(f"{one.endpoint}/_ministack/health", timeout=5) as health:
            assert health.status == 200


def test_a_sweep_removes_what_nobody_holds_and_leaves_the_living(run_folders: Path) -> None:
    dead = run_folders / "linernotes-engine-dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "engine.log").write_text("left over")
    held = run_folders / "linernotes-engine-held"
    held.mkdir()
    unborn = run_folders / "linernotes-engine-unborn"
    unborn.mkdir()
    other = run_folders / "somebody-elses"
    other.mkdir()
    with engine.running() as running, (held / "lock").open("wb") as lock:
        assert not dead.exists(), "a start sweeps"
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert engine.sweep() == ()
        assert running.alive
        assert running.folder.exists()
    assert engine.sweep() == (held,)
    assert set(run_folders.iterdir()) == {unborn, other}


def test_an_engine_that_does_not_start_says_why(run_folders: Path) -> None:
    with (
        pytest.raises(Halt, match="The embedded engine did not start: "),
        engine.running(environment={"GATEWAY_PORT": "no number"}),
    ):
        pass
    assert list(run_folders.iterdir()) == []
