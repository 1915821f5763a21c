"""Serving a folder on this machine as CloudFront serves the site bucket.

The response headers and the page for what is missing are read from template.yaml; the rule for
folders is the template's FolderFunction, said in Python.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from linernotes.errors import Halt
from linernotes.site import cache_control

PORT = 8000
_UTF8 = "; charset=utf-8"
_TYPES = {
    ".html": f"text/html{_UTF8}",
    ".md": f"text/markdown{_UTF8}",
    ".css": f"text/css{_UTF8}",
    ".js": f"text/javascript{_UTF8}",
    ".txt": f"text/plain{_UTF8}",
    ".csv": f"text/csv{_UTF8}",
    ".json": f"application/json{_UTF8}",
    ".webmanifest": "application/manifest+json",
    ".xml": f"application/xml{_UTF8}",
    ".atom": f"application/atom+xml{_UTF8}",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# What CloudFront compresses: by type, and between these sizes in bytes.
_COMPRESSED = ("text/", "application/", "image/svg+xml")
_COMPRESSED_SIZES = range(1_000, 10_000_001)


@dataclass(frozen=True)
class Rules:
    """What the distribution adds: headers of every page, and the page for missing ones."""

    headers: tuple[tuple[str, str], ...]
    missing: str


@dataclass(frozen=True)
class Answer:
    """A response: its status, all its headers, its body."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def rules(template: Mapping[str, Any], parameters: Mapping[str, str] | None = None) -> Rules:
    """Read the distribution's rules from a template with its intrinsics spelt out.

    Parameters
    ----------
    parameters : values for the template's parameters; the rest have their defaults.
    """
    defaults = {name: str(p.get("Default", "")) for name, p in template["Parameters"].items()}
    conditions = _Conditions(template.get("Conditions", {}), defaults | dict(parameters or {}))
    resources = template["Resources"]
    policy = resources["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    distribution = resources["Distribution"]["Properties"]["DistributionConfig"]
    missing = next(e for e in distribution["CustomErrorResponses"] if e["ErrorCode"] == 404)
    custom = conditions.choose(policy.get("CustomHeadersConfig")) or {"Items": []}
    headers = _security(policy["SecurityHeadersConfig"])
    headers += [(item["Header"], str(item["Value"])) for item in custom["Items"]]
    return Rules(tuple(headers), missing["ResponsePagePath"])


@dataclass(frozen=True)
class _Conditions:
    """The template's conditions, as far as they are equalities of parameters and literals."""

    conditions: Mapping[str, Any]
    values: Mapping[str, str]

    def choose(self, value: Any) -> Any:
        """The branch of an `Fn::If` that holds; anything else as it is, `AWS::NoValue` as None."""
        if isinstance(value, dict) and "Fn::If" in value:
            name, yes, no = value["Fn::If"]
            left, right = self.conditions[name]["Fn::Equals"]
            return self.choose(yes if self._literal(left) == self._literal(right) else no)
        return None if value == {"Ref": "AWS::NoValue"} else value

    def _literal(self, value: Any) -> str:
        return self.values[value["Ref"]] if isinstance(value, dict) else str(value)


def _security(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The security headers, spelt as CloudFront spells them."""
    transport = config["StrictTransportSecurity"]
    flags = {"IncludeSubdomains": "; includeSubDomains", "Preload": "; preload"}
    extra = "".join(text for flag, text in flags.items() if transport.get(flag))
    return [
        ("Content-Security-Policy", config["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", config["FrameOptions"]["FrameOption"]),
        ("Referrer-Policy", config["ReferrerPolicy"]["ReferrerPolicy"]),
        ("Strict-Transport-Security", f"max-age={transport['AccessControlMaxAgeSec']}{extra}"),
    ]


def answer(folder: Path, rules: Rules, uri: str, headers: Mapping[str, str]) -> Answer:
    """Answer a GET.

    Parameters
    ----------
    folder : what is served.
    uri : the path as the client sent it, percent-encoded, without the query.
    headers : the request's, by lower-case name.
    """
    if uri.endswith("/"):
        uri += "index.html"
    elif "." not in uri.rsplit("/", 1)[-1]:
        # Two slashes in front, or a backslash, would send the reader to another host.
        target = "/" + uri.replace("\\", "%5C").lstrip("/") + "/"
        # What a function answers itself does not get the policy's headers.
        return Answer(HTTPStatus.MOVED_PERMANENTLY, (("Location", target),))
    file = find(folder, uri)
    status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
    file = file or find(folder, rules.missing)
    if file is None:
        told = (*rules.headers, ("Content-Type", _TYPES[".txt"]))
        return Answer(status, told, b"There is no such page.\n")
    return _content(folder, file, rules, status, headers)


def find(folder: Path, uri: str) -> Path | None:
    """The file that a path names; None where there is none in the folder, links followed.

    A bare plus is a space, as S3 reads it: a link that leaves one fails here too.
    """
    try:
        segments = unquote(uri.replace("+", " "), errors="strict").split("/")[1:]
    except UnicodeDecodeError:
        return None
    if any(not segment or segment.startswith(".") or "\0" in segment for segment in segments):
        return None
    try:
        file = folder.joinpath(*segments).resolve()
        inside = file.is_relative_to(folder.resolve())
        return file if inside and file.is_file() else None
    except OSError:  # a name that is too long, a loop of links
        return None


def _content(
    folder: Path, file: Path, rules: Rules, status: HTTPStatus, request: Mapping[str, str]
) -> Answer:
    body = file.read_bytes()
    kind = _TYPES.get(file.suffix.lower(), "application/octet-stream")
    # Pages change under the reader's eyes here, so a browser asks again each time; what is named by
    # its bytes does not.
    named_by_bytes = file.is_relative_to(folder.resolve() / "assets")
    kept = cache_control("assets/") if named_by_bytes else "no-cache"
    tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    told = [*rules.headers, ("Content-Type", kind), ("Cache-Control", kept)]
    if kind.startswith(_COMPRESSED) and len(body) in _COMPRESSED_SIZES:
        told.append(("Vary", "Accept-Encoding"))
        if _accepts_gzip(request.get("accept-encoding", "")):
            body = gzip.compress(body, 6, mtime=0)
            tag = f"W/{tag}"
            told.append(("Content-Encoding", "gzip"))
    told.append(("ETag", tag))
    if status is HTTPStatus.OK and _known(tag, request.get("if-none-match", "")):
        return Answer(HTTPStatus.NOT_MODIFIED, tuple(told))
    return Answer(status, tuple(told), body)


def _accepts_gzip(accepted: str) -> bool:
    for offer in accepted.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _known(tag: str, condition: str) -> bool:
    """Whether If-None-Match names the tag; weak and strong tags compare alike."""
    named = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return "*" in named or tag.removeprefix("W/") in named


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that an idle connection is kept
    folder: Path
    rules: Rules

    def do_GET(self) -> None:
        """Answer with the body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as to a GET, without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        uri = re.split(r"[?#]", self.path, maxsplit=1)[0]
        if uri.startswith("/"):
            given = answer(self.folder, self.rules, uri, headers)
        else:
            given = Answer(HTTPStatus.BAD_REQUEST, self.rules.headers)
        self.send_response(given.status)
        for name, value in given.headers:
            self.send_header(name, value)
        if given.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(given.body)

    def version_string(self) -> str:
        """What the Server header says."""
        return "linernotes"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: the terminal belongs to what is being published."""


class _Server(ThreadingHTTPServer):
    # A browser's idle connection must not hold up the end.
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is nothing to write home about."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as given


@contextlib.contextmanager
def serving(folder: Path, rules: Rules, port: int | None = None) -> Iterator[str]:
    """Serve `folder` on the loopback interface while the block runs; yields the address.

    Parameters
    ----------
    port : None takes 8000, or any free port where that is taken.

    Raises
    ------
    Halt : the port that was asked for is taken or not ours to use.
    """
    handler = type("Handler", (_Handler,), {"folder": folder, "rules": rules})
    server = _listen(handler, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listen(handler: type[_Handler], port: int | None) -> _Server:
    *first, last = (PORT, 0) if port is None else (port,)
    for number in first:
        with contextlib.suppress(OSError):
            return _Server(("127.0.0.1", number), handler)
    try:
        return _Server(("127.0.0.1", last), handler)
    except (OSError, OverflowError) as error:
        raise Halt(f"Port {last} cannot be had: {error}. Choose another with --port.") from error
