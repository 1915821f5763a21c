"""The process between us and the engine: it outlives both just long enough to clean up.

It is started as a script, with the standard library alone, in a session of its own. It starts the
engine as the leader of a process group, prints the group's number, and waits for one of three
things: its standard input closes (whoever started it is done, or is dead by whatever signal), its
parent changes, or the engine ends. Then it kills the engine and all that came of it, waits until
nobody is left, says so by closing its standard output, and removes the run's folder.

A parent killed by SIGKILL cannot clean up, and a death signal set on the engine would reach the
engine alone and not the workers that it started: hence a process of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

_TICK = 0.2  # seconds between two looks at the engine and at the parent
_TAIL = 4000  # bytes of the engine's log that are told when it ends by itself
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _prctl(option: int, value: int) -> None:
    """Set an attribute of this process; only Linux knows how, and elsewhere the pipe must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _die_with_keeper() -> None:
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _wait(engine: subprocess.Popen[bytes], parent: int) -> bool:
    """Wait until it is time to clean up; whether the engine ended by itself."""
    while engine.poll() is None:
        # A process forked off the parent may hold the pipe open; it has another parent then.
        if os.getppid() != parent:
            return False
        if select.select([0], [], [], _TICK)[0] and not os.read(0, 1):
            return False
    return True


def _children() -> list[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []


def _kill(group: int) -> None:
    """Kill the group at one stroke, then whoever is handed to us, until there is nobody."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                for pid in _children():
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.005)


def main(folder: str, lock: str, parent: str) -> int:
    """Keep the engine of the run in `folder`.

    Parameters
    ----------
    folder : the run's own folder, removed at the end.
    lock : number of an open descriptor whose lock says that the run lives.
    parent : process id of whoever started this.
    """
    for number in _SIGNALS:
        signal.signal(number, _stop)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    log = Path(folder, "engine.log")
    with log.open("ab") as output:
        engine = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            pass_fds=[int(lock)],
            preexec_fn=_die_with_keeper,  # noqa: PLW1509 - this process has one thread
        )
    try:
        os.write(1, f"{engine.pid}\n".encode())
        if not _wait(engine, int(parent)):
            return 0
        os.write(1, log.read_bytes()[-_TAIL:])
        return engine.returncode or 1
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        _kill(engine.pid)
        os.close(1)  # says that nobody is left; on a slow disk the folder takes longer
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
