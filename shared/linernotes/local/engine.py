"""Starting and stopping the embedded engine: ministack, a local AWS in one process.

Every run has a free port on the loopback interface, a folder of its own below the temporary
folder, and a keeper process that takes everything down when we go, however we go. The engine
keeps its state in memory; `linernotes.local.snapshot` is what outlives a run.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import io
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from linernotes.errors import Halt

REGION = "us-east-1"
_PREFIX = "linernotes-engine-"
_HEALTH = "/_ministack/health"
_START = 30.0  # seconds; it takes 0.4, and longer when the environment has no byte code yet
_STOP = 10.0  # seconds that the keeper may take until nobody is left; it takes 0.1
_LINGER = 2.0  # seconds that we wait for the folder to be gone; the keeper finishes without us
_INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Engine:
    """A running engine.

    `group` is the number of the process group of the engine and its workers, `folder` the run's
    own folder, which goes with it.
    """

    endpoint: str
    port: int
    group: int
    folder: Path
    keeper: subprocess.Popen[bytes]

    @property
    def alive(self) -> bool:
        """Whether the engine still runs."""
        if self.keeper.poll() is not None:
            return False
        try:
            os.killpg(self.group, 0)
        except ProcessLookupError:
            return False
        return True

    def log(self) -> str:
        """What the engine has written so far; empty once it is gone."""
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / "engine.log").read_text(errors="replace")
        return ""


def sweep() -> tuple[Path, ...]:
    """Remove the folders of runs whose every process is dead; returns what was removed.

    A run's folder holds a locked file while any of its processes lives, so a folder whose lock
    can be had is nobody's.
    """
    removed = []
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), (folder / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            removed.append(folder)
    return tuple(removed)


@contextlib.contextmanager
def running(
    *,
    auth: bool = False,
    environment: Mapping[str, str] | None = None,
    worker_endpoint: str = "",
) -> Iterator[Engine]:
    """Run an engine for the length of the `with` block.

    Parameters
    ----------
    auth : enforce IAM, so that a function may do what its policies say and no more.
    environment : further variables for the engine and, through it, its workers.
    worker_endpoint : where the workers find AWS, if not at the engine itself.

    Raises
    ------
    Halt : the engine did not start.
    """
    sweep()
    folder, lock = _claim()
    try:
        with _reserved_port() as port:
            variables = _environment(folder, port, auth, worker_endpoint) | dict(environment or {})
            keeper = _start_keeper(folder, lock, variables)
            try:
                engine = _await_engine(keeper, port, folder)
            except BaseException:
                _stop(keeper, None, folder)
                raise
        try:
            yield engine
        finally:
            _stop(keeper, engine.group, folder)
    finally:
        os.close(lock)


def _claim() -> tuple[Path, int]:
    """A new folder and the descriptor of its locked lock file.

    The file is locked before it gets its name, so a sweep never sees it free.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    unnamed = folder / "lock.new"
    lock = os.open(unnamed, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unnamed.rename(folder / "lock")
    return folder, lock


@contextlib.contextmanager
def _reserved_port() -> Iterator[int]:
    """A free port on the loopback interface, kept from others while the engine takes it.

    On Linux a port that is bound but not listened on can be bound a second time by whoever asks
    for reuse, as the engine does; elsewhere it has to be given up first.
    """
    with socket.socket() as reservation:
        reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reservation.bind(("127.0.0.1", 0))
        port: int = reservation.getsockname()[1]
        if sys.platform != "linux":
            reservation.close()
        yield port


def _environment(folder: Path, port: int, auth: bool, worker_endpoint: str) -> dict[str, str]:
    """The engine's whole environment: nothing of the developer's AWS set-up gets in."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    own = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TZ": "UTC",
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        # A socket that does not exist: the engine would look after containers of its own kind.
        "DOCKER_HOST": f"unix://{folder}/no-docker.sock",
        "LOG_LEVEL": "WARNING",
        "AUTH": "true" if auth else "false",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return inherited | own | ({"AWS_ENDPOINT_URL": worker_endpoint} if worker_endpoint else {})


def _start_keeper(
    folder: Path, lock: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    script = Path(__file__).with_name("keeper.py")
    return subprocess.Popen(
        [sys.executable, "-I", str(script), str(folder), str(lock), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        pass_fds=[lock],
        start_new_session=True,
    )


def _await_engine(keeper: subprocess.Popen[bytes], port: int, folder: Path) -> Engine:
    group = int(_told(keeper).readline() or 0)
    deadline = time.monotonic() + _START
    while keeper.poll() is None and time.monotonic() < deadline:
        if _healthy(port):
            return Engine(f"http://127.0.0.1:{port}", port, group, folder, keeper)
        time.sleep(0.02)
    told = ""
    if keeper.poll() is not None:
        told = _told(keeper).read().decode(errors="replace").strip()
    last = told.splitlines()[-1] if told else f"no answer on port {port} within {_START:.0f} s"
    raise Halt(f"The embedded engine did not start: {last}")


def _told(keeper: subprocess.Popen[bytes]) -> IO[bytes]:
    return keeper.stdout or io.BytesIO()


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", _HEALTH)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(keeper: subprocess.Popen[bytes], group: int | None, folder: Path) -> None:
    """Close the keeper's pipe and wait for it; do its work if it was killed or hangs."""
    if keeper.stdin:
        keeper.stdin.close()
    all_gone = _closed(_told(keeper), _STOP)
    if not all_gone:
        keeper.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        keeper.wait(_LINGER)
    _told(keeper).close()
    if not all_gone or (keeper.returncode or 0) < 0:
        if group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _closed(pipe: IO[bytes], seconds: float) -> bool:
    """Whether the other end of a pipe is closed before the time is over."""
    deadline = time.monotonic() + seconds
    while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
        if not os.read(pipe.fileno(), 4096):
            return True
    return False
