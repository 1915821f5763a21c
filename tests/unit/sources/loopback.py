"""A server on the loopback interface that answers as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


class Raw(Exception):
    """What an answer does to the connection in place of answering."""

    def __init__(self, do: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.do = do


# Status, body, headers.
type Answer = tuple[int, Any, dict[str, str]]


@dataclass
class Loopback:
    """Its address, what it was asked, and how it answers."""

    address: str
    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[Asked], Answer]) -> Iterator[Loopback]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(length).decode())
            asked = Asked(
                self.command,
                split.path,
                {name: values[0] for name, values in parse_qs(split.query).items()},
                {name.lower(): value for name, value in self.headers.items()},
                {name: values[0] for name, values in form.items()},
            )
            told.asked.append(asked)
            try:
                status, body, headers = told.answer(asked)
            except Raw as raw:
                raw.do(self)
                return
            raw_body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw_body)))
            self.end_headers()
            self.wfile.write(raw_body)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Loopback(f"http://127.0.0.1:{server.server_port}", answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
