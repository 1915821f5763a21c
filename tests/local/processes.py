"""Looking at processes from outside, by way of /proc."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

LISTENING = "0A"  # the state of a listening socket in /proc/net/tcp


def group(number: int) -> list[int]:
    """The living processes of a process group."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # gone since
            continue
        if int(fields[2]) == number and fields[0] != "Z":
            members.append(int(stat.parent.name))
    return members


def running(part: str) -> list[int]:
    """The processes whose command line has `part` in it."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # gone since
            if part in command.read_text(errors="replace"):
                found.append(int(command.parent.name))
    return found


def listening(pids: list[int]) -> set[tuple[str, int]]:
    """The addresses, in hexadecimal, and ports on which processes listen."""
    inodes = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(descriptor.readlink())
            except OSError:  # closed since
                continue
            if target.startswith("socket:["):
                inodes.add(target.removeprefix("socket:[").removesuffix("]"))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.add((address, int(port, 16)))
    return found


def caller(port: int, part: str) -> int:
    """The process, of those with `part` in their command line, that called from a port; 0: none."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(f":{port:04X}"):
            for pid in running(part):
                with contextlib.suppress(OSError):  # gone since
                    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                        if str(descriptor.readlink()) == f"socket:[{fields[9]}]":
                            return pid
    return 0


def eventually(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether something holds before the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def script(text: str) -> subprocess.Popen[str]:
    """Start a Python script that prints what it has to tell and waits for a line to go on."""
    return subprocess.Popen(
        [sys.executable, "-c", text],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
