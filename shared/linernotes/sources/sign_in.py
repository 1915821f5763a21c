"""Signing in at Spotify by authorization code with PKCE (RFC 7636) and loopback (RFC 8252, 7.3)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from linernotes.errors import Halt
from linernotes.sources.http import Server, Unavailable
from linernotes.sources.spotify import access_of

_HOST = "127.0.0.1"
_PATH = "/callback"
_SCOPES = "playlist-read-private playlist-read-collaborative"
_ERROR = re.compile(r"[a-z_]{1,40}")  # what it may say in place of a code
_ONE_REQUEST = 5.0  # seconds that a browser may take to send it
_DONE = "Signed in. You can close this window."
_NOT = "Spotify did not sign you in. The terminal says why."


def redirect_address(port: int) -> str:
    """The address that the app has to allow, as it has to be written there."""
    return f"http://{_HOST}:{port}{_PATH}"


def sign_in(
    client_id: str, address: str, port: int, patience: float, open_page: Callable[[str], object]
) -> str:
    """The refresh token that the owner's leave is worth.

    `address` is the accounts service's, `open_page` shows the owner the page where they give it,
    and `patience` is how many seconds they have. With `port` 0 any free port is listened at.

    Raises
    ------
    Halt : the owner said no, did not answer, or Spotify did not take the answer; or somebody
        else listens at that port.
    """
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(24)
    with closing(_listener(state, port)) as listener:
        redirect = redirect_address(listener.server_port)
        asked = {
            "client_id": client_id,
            "response_type": "code",
            "redirect_uri": redirect,
            "scope": _SCOPES,
            "state": state,
            "code_challenge_method": "S256",
            "code_challenge": _challenge(verifier),
        }
        open_page(f"{address}/authorize?{urlencode(asked)}")
        code = listener.code(patience)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "client_id": client_id,
        "code_verifier": verifier,
    }
    try:
        return access_of(Server(address).post("/api/token", form)).refresh_token
    except Unavailable as why:
        raise Halt(f"Spotify did not take the sign-in: {why}. Try again.") from why


def _challenge(verifier: str) -> str:
    raw = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _listener(state: str, port: int) -> _Listener:
    try:
        return _Listener(state, port)
    except OSError as why:
        raise Halt(
            f"Port {port} of this machine cannot be listened at ({why.strerror}). Choose another"
            " with --port, and let the app redirect to it."
        ) from why


class _Listener(HTTPServer):
    """Waits on the loopback interface for the answer that bears our `state`."""

    def __init__(self, state: str, port: int) -> None:
        super().__init__((_HOST, port), _Handler)
        self._state = state
        self._answer: dict[str, str] = {}

    def close(self) -> None:
        """Stop listening."""
        self.server_close()

    def code(self, patience: float) -> str:
        """The code in the answer; raises `Halt` where there is none."""
        deadline = time.monotonic() + patience
        while not self._answer and (left := deadline - time.monotonic()) > 0:
            self.timeout = left
            self.handle_request()
        if not self._answer:
            raise Halt(
                f"Nobody signed in within {patience:.0f} seconds. If Spotify showed an error,"
                " compare the client id, and whether the app allows"
                f" {redirect_address(self.server_port)} to be redirected to. Then try again."
            )
        if not self._answer.get("code"):
            error = self._answer.get("error", "")
            why = error if _ERROR.fullmatch(error) else "it sent no code"
            raise Halt(f"Spotify did not sign you in: {why}.")
        return self._answer["code"]

    def take(self, fields: dict[str, str]) -> bool:
        """Whether it is the answer to what we asked, and not somebody else's."""
        ours = secrets.compare_digest(fields.get("state", "").encode(), self._state.encode())
        if ours:
            self._answer = fields
        return ours

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is no answer; the next may be."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _ONE_REQUEST
    server: _Listener

    def do_GET(self) -> None:
        """Take the answer that Spotify sends the browser with."""
        split = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(split.query).items()}
        if split.path != _PATH:
            self._say(404, "There is nothing here.")
        elif not self.server.take(fields):
            self._say(400, "This is no answer to the sign-in that is waiting.")
        else:
            self._say(200, _DONE if "code" in fields else _NOT)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the address of a request holds the code."""

    def _say(self, status: int, text: str) -> None:
        raw = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
