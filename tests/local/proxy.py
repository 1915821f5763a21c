"""A proxy between the engine's workers and the engine, which lets chosen calls go wrong.

The workers find AWS at its address (`engine.running(worker_endpoint=…)`). It knows whose call it
is by the process at the other end of the connection, and which one by the request, so that a rule
can say "the third row that ingest writes". What a rule hits depends on a count alone, never on
chance.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, override
from urllib.parse import urlsplit

from tests.local import processes

type Fault = Literal[
    "throttled",  # the service answers that there were too many calls
    "refused",  # the service answers that the credentials are none, and does nothing
    "dropped",  # the connection breaks before the call arrives
    "lost",  # the call is done, and the connection breaks before the answer arrives
    "twice",  # the call is done twice, and the second answer arrives
    "late",  # the call is done a while later
    "killed before",  # the worker's process dies with the call sent and not done
    "killed after",  # the worker's process dies with the call done
]
LATE = 1.5  # seconds

_STAGE = re.compile(r"/ministack-lambda-[^/]*?-?(\w+)Function")
# Method, whether there is a key, and a parameter of the query: first that fits.
_S3 = (
    ("GET", True, "", "GetObject"),
    ("GET", False, "versions", "ListObjectVersions"),
    ("GET", False, "", "ListObjects"),
    ("PUT", True, "", "PutObject"),
    ("HEAD", True, "", "HeadObject"),
    ("POST", False, "delete", "DeleteObjects"),
    ("DELETE", True, "", "DeleteObject"),
)
# When everything was dropped, as the workers are told: pages show it, and sites are compared.
_DROPPED = b"<LastModified>2026-11-23T00:00:00.000Z</LastModified>"
_MODIFIED = re.compile(rb"<LastModified>[^<]*</LastModified>")
_NOT_FORWARDED = ("connection", "keep-alive", "transfer-encoding", "expect")


@dataclass
class Rule:
    """What becomes of some calls.

    Of the calls of `stage` (any when empty) whose name (`dynamodb.PutItem`) and path match the
    regular expression `calls`, the `first` is hit and each `every`-th after it, `most` in all.
    `seen` counts those that match, `hits` those that were hit.
    """

    fault: Fault
    calls: str = ""
    stage: str = ""
    first: int = 1
    every: int = 1
    most: int = 1
    seen: int = 0
    hits: int = 0

    def hit_by(self, stage: str, call: str) -> bool:
        """Count a call; whether it is to go wrong."""
        if (self.stage and self.stage != stage) or not re.search(self.calls, call):
            return False
        self.seen += 1
        hit = (
            self.hits < self.most
            and self.seen >= self.first
            and (self.seen - self.first) % self.every == 0
        )
        self.hits += hit
        return hit


@dataclass
class Proxy:
    """A running proxy: what it forwards to, and the rules that hold now."""

    address: str
    upstream: str = ""
    rules: list[Rule] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def become_of(self, stage: str, call: str) -> Fault | None:
        """What a call meets: the first rule that hits it."""
        with self._lock:
            self.calls.append((stage, call))
            hit = [rule.fault for rule in self.rules if rule.hit_by(stage, call)]
            return hit[0] if hit else None

    @contextlib.contextmanager
    def rules_are(self, *rules: Rule) -> Iterator[None]:
        """Let rules hold for the length of the `with` block."""
        with self._lock:
            self.rules[:] = rules
            self.calls.clear()
        try:
            yield
        finally:
            with self._lock:
                self.rules.clear()


@contextlib.contextmanager
def proxying() -> Iterator[Proxy]:
    """Run a proxy on the loopback interface; `upstream` is to be set before anybody calls."""

    class Bound(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
    server.daemon_threads = True
    server.block_on_close = False  # a dead worker's connection may never end
    Bound.proxy = Proxy(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Bound.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection of a worker."""

    proxy: Proxy
    protocol_version = "HTTP/1.1"
    timeout = 120
    process = 0
    stage = ""

    @override
    def setup(self) -> None:
        super().setup()
        self.process = processes.caller(self.client_address[1], "/ministack-lambda-")
        if self.process:
            with contextlib.suppress(OSError):  # it is gone
                command = Path(f"/proc/{self.process}/cmdline").read_text(errors="replace")
                self.stage = found[1] if (found := _STAGE.search(command)) else ""

    @override
    def log_message(self, format: str, *args: Any) -> None:
        pass

    def answer(self) -> None:
        """Forward the request, or let it go wrong."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = call_of(self.command, self.path, self.headers.get("X-Amz-Target", ""))
        fault = self.proxy.become_of(self.stage, call)
        if fault in ("throttled", "refused"):
            self._say(*refusal(call, fault))
            return
        if fault in ("killed before", "dropped"):
            self._break(dead=fault == "killed before")
            return
        if fault == "late":
            time.sleep(LATE)
        reply = self._forward(body)
        if fault == "twice":
            reply = self._forward(body)
        if fault in ("killed after", "lost"):
            self._break(dead=fault == "killed after")
            return
        if call.startswith("s3.ListObjectVersions"):
            status, headers, body = reply
            reply = status, headers, _MODIFIED.sub(_DROPPED, body)
        self._say(*reply)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer  # noqa: N815 - the library's names

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        host = urlsplit(self.proxy.upstream)
        connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
        try:
            connection.putrequest(
                self.command, self.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in self.headers.items():
                if name.lower() not in _NOT_FORWARDED:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # whoever asked is dead
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in (*_NOT_FORWARDED, "content-length"):
                    self.send_header(name, value)
            lengths = [value for name, value in headers if name.lower() == "content-length"]
            length = lengths[0] if lengths and self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def _break(self, *, dead: bool) -> None:
        if dead:
            assert self.process, "whose call this is was not seen"
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        self.close_connection = True


def call_of(method: str, path: str, target: str) -> str:
    """A call's service and operation, and the path for those that name a thing by it."""
    if target:
        service, _, operation = target.partition(".")
        name = "dynamodb" if service.startswith("DynamoDB") else service.removeprefix("Amazon")
        return f"{name.lower()}.{operation}"
    parts = urlsplit(path)
    if parts.path.startswith("/2020-05-31/"):
        return f"cloudfront.{method} {parts.path}"
    with_key = "/" in parts.path.strip("/")
    for verb, key, word, operation in _S3:
        if (verb, key) == (method, with_key) and word in parts.query:
            return f"s3.{operation} {parts.path}"
    return f"s3.{method} {path}"


def refusal(call: str, fault: Fault) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of the answer that a service gives when it does not do a call."""
    service, throttled = call.partition(".")[0], fault == "throttled"
    if service in ("s3", "cloudfront"):
        code = ("SlowDown" if service == "s3" else "Throttling") if throttled else "InvalidToken"
        body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
        if service == "cloudfront":
            body = f"<ErrorResponse>{body}</ErrorResponse>"
        return (503 if throttled else 400), [("Content-Type", "application/xml")], body.encode()
    code = {
        "dynamodb": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "sqs": "com.amazonaws.sqs#ThrottlingException",
    }[service]
    if not throttled:
        code = "com.amazon.coral.service#UnrecognizedClientException"
    answer = json.dumps({"__type": code, "message": fault}).encode()
    return 400, [("Content-Type", "application/x-amz-json-1.0")], answer
