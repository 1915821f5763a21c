"""A built function as Lambda runs it, on this machine.

`lay_out` unpacks what `sam build` made as Lambda does, code below `var/task` and layers below
`opt`, under a folder that stands for the root. `started` runs the handler in a bare interpreter
that sees these folders and the runtime interface client, the same that Lambda's image holds,
against a runtime API on loopback that hands out one event at a time.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

_CLIENT = ("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")
_PATIENCE = 120.0  # seconds for a start or an invocation; the longest takes a tenth


class Failed(Exception):
    """The function did not start, or answered with an error; says what it logged."""


@dataclass(frozen=True)
class Root:
    """A folder laid out as the root of a function's machine."""

    folder: Path
    handler: str

    @property
    def task(self) -> Path:
        """Where the function's own code is."""
        return self.folder / "var" / "task"

    @property
    def opt(self) -> Path:
        """Where its layers are."""
        return self.folder / "opt"

    def size(self) -> int:
        """Bytes of the code and the layers, which Lambda limits to 262,144,000."""
        return sum(
            path.stat().st_size
            for part in (self.task, self.opt)
            for path in part.rglob("*")
            if path.is_file()
        )


def lay_out(built: Path, function: str, folder: Path) -> Root:
    """Unpack a built function with its layers, in the order in which it attaches them.

    Parameters
    ----------
    built : the folder of `sam build`, with its template.yaml.
    function : the logical id.
    folder : an empty folder on the same file system, where files are linked and not copied.
    """
    template = yaml_parse((built / "template.yaml").read_text("utf-8"))
    resources, shared = template["Resources"], template["Globals"]["Function"]
    properties = {**shared, **resources[function]["Properties"]}
    root = Root(folder, properties["Handler"])
    _unpack(built / properties["CodeUri"], root.task)
    for layer in properties["Layers"]:
        _unpack(built / resources[layer["Ref"]]["Properties"]["ContentUri"], root.opt)
    return root


def bare(built: Path, source: str, folder: Path) -> Root:
    """A function of one file with the base layer alone, to compare others with."""
    root = Root(folder, "app.handler")
    root.task.mkdir(parents=True)
    (root.task / "app.py").write_text(source, encoding="utf-8")
    _unpack(built / "BaseLayer", root.opt)
    return root


def _unpack(source: Path, target: Path) -> None:
    """A later layer's file takes the place of an earlier one's."""

    def link(one: str, other: str) -> str:
        Path(other).unlink(missing_ok=True)
        os.link(one, other)
        return other

    shutil.copytree(source, target, copy_function=link, dirs_exist_ok=True)


@dataclass
class Running:
    """A started function.

    `init` is the time in seconds from the start of its process until it asked for an event, and
    `init_processor` what of it a processor worked for this process.
    """

    init: float
    init_processor: float
    process: subprocess.Popen[bytes]
    api: _Api
    log_file: Path

    def invoke(self, event: object) -> tuple[Any, float]:
        """The answer to an event, and the seconds that it took; raises `Failed`."""
        began = time.perf_counter()
        self.api.events.put(event)
        kind, body, at = self.api.answer(self.process, self.log)
        if kind != "response":
            raise Failed(f"{body.decode(errors='replace')}\n{self.log()}")
        return json.loads(body or b"null"), at - began

    def log(self) -> str:
        """What it has written to its standard output and error."""
        return self.log_file.read_text("utf-8", errors="replace")

    def peak_memory(self) -> int:
        """The most bytes that it has held in memory so far, as Linux counts them."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024


@contextlib.contextmanager
def started(root: Root, environment: Mapping[str, str], *, memory: int = 1769) -> Iterator[Running]:
    """Run a function for the length of the `with` block.

    Parameters
    ----------
    environment : its variables; Lambda's own are added, and nothing of this process's gets in.
    memory : megabytes, told to the function and not enforced.
    """
    api = _Api()
    temporary = root.folder / "tmp"
    temporary.mkdir(exist_ok=True)
    log_file = root.folder / "log"
    with api.serving() as address, log_file.open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [_interpreter(), "-S", "-s", "-m", "awslambdaric", root.handler],
            cwd=root.task,
            env=_environment(root, address, memory, temporary) | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            running = Running(0.0, 0.0, process, api, log_file)
            kind, body, at = api.answer(process, running.log)
            if kind != "next":
                raise Failed(f"{body.decode(errors='replace')}\n{running.log()}")
            running.init = at - began
            running.init_processor = _processor(process.pid)
            yield running
        finally:
            process.kill()
            process.wait()


def _processor(pid: int) -> float:
    """Seconds that the threads of a process have been on a processor."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9


def _interpreter() -> str:
    """The interpreter below our environment, which has no packages but its own."""
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}")


def _environment(root: Root, address: str, memory: int, temporary: Path) -> dict[str, str]:
    runtime = _runtime(root)
    # As Lambda's image orders them: what is in the task wins over layers, and these over the rest.
    paths = (root.task, root.opt / "python", runtime)
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "TMPDIR": str(temporary),
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        # /opt and /var/task cannot be written to on Lambda.
        "PYTHONDONTWRITEBYTECODE": "1",
        "LAMBDA_TASK_ROOT": str(root.task),
        "LAMBDA_RUNTIME_DIR": str(runtime),
        "AWS_LAMBDA_RUNTIME_API": address,
        "AWS_LAMBDA_FUNCTION_NAME": "function",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "_HANDLER": root.handler,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _runtime(root: Root) -> Path:
    """A folder with the runtime interface client and what it imports, and nothing else."""
    folder = root.folder / "var" / "runtime"
    if not folder.exists():
        folder.mkdir(parents=True)
        for name in _CLIENT:
            spec = importlib.util.find_spec(name)
            if spec is None or spec.origin is None:
                raise Failed(f"{name} is not installed; run make setup")
            origin = Path(spec.origin)
            found = origin.parent if origin.stem == "__init__" else origin
            (folder / found.name).symlink_to(found)
    return folder


@dataclass
class _Api:
    """The runtime API of one function: events on their way in, answers on their way out."""

    events: queue.SimpleQueue[object] = field(default_factory=queue.SimpleQueue)
    # What was posted ("next", "response", "error"), its body, and when it came.
    answers: queue.SimpleQueue[tuple[str, bytes, float]] = field(default_factory=queue.SimpleQueue)
    _asked: bool = False

    def answer(self, process: subprocess.Popen[bytes], log: Any) -> tuple[str, bytes, float]:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                return self.answers.get(timeout=0.2)
            if process.poll() is not None and self.answers.empty():
                raise Failed(f"it ended with status {process.returncode}\n{log()}")
        raise Failed(f"no answer within {_PATIENCE:.0f} s\n{log()}")

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """Host and port of the API, for the length of the `with` block."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                now = time.perf_counter()
                if not api._asked:
                    api._asked = True
                    api.answers.put(("next", b"", now))
                body = json.dumps(api.events.get()).encode()
                deadline = int(time.time() * 1000) + 60_000
                headers = {
                    "Lambda-Runtime-Aws-Request-Id": "3b1f0000-0000-4000-8000-000000000000",
                    "Lambda-Runtime-Deadline-Ms": str(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn": (
                        "arn:aws:lambda:us-east-1:000000000000:function:function"
                    ),
                    "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000",
                    "Content-Type": "application/json",
                }
                self._reply(200, body, headers)

            def do_POST(self) -> None:
                now = time.perf_counter()
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                kind = "response" if self.path.endswith("/response") else "error"
                self._reply(202, b"", {})
                api.answers.put((kind, body, now))

            def handle(self) -> None:
                # A function that is ended hangs up in the middle of a request.
                with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                    super().handle()

            def _reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        return Handler
