"""Signing in answers to nobody but the page that was opened for it."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
import urllib.request
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from linernotes.errors import Halt
from linernotes.sources.sign_in import sign_in
from tests.unit.sources.loopback import Answer, Asked, serving


def granted(_: Asked) -> Answer:
    return 200, {"access_token": "a", "refresh_token": "lasting"}, {}


class Browser:
    """Answers the page that was opened with each of `answers`, `{state}` in them replaced."""

    def __init__(self, *answers: str) -> None:
        self.answers = answers
        self.asked: dict[str, str] = {}
        self.page = ""
        self.said: list[int] = []
        self.thread = threading.Thread(target=self._answer)

    def __call__(self, page: str) -> None:
        self.page = page
        self.asked = {name: v[0] for name, v in parse_qs(urlsplit(page).query).items()}
        self.thread.start()

    def _answer(self) -> None:
        to = urlsplit(self.asked["redirect_uri"])
        for answer in self.answers:
            path = answer.replace("{state}", self.asked["state"])
            with suppress(HTTPError):
                try:
                    address = f"{to.scheme}://{to.netloc}{path}"
                    self.said.append(urllib.request.urlopen(address, timeout=5).status)
                except HTTPError as error:
                    self.said.append(error.code)


def test_the_code_is_traded_with_the_verifier_that_was_promised() -> None:
    browser = Browser("/callback?code=c&state={state}")
    with serving(granted) as server:
        assert sign_in("id", server.address, 0, 5, browser) == "lasting"
    browser.thread.join()
    assert browser.page.startswith(f"{server.address}/authorize?")
    assert urlsplit(browser.asked["redirect_uri"]).hostname == "127.0.0.1"
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/api/token")
    told = asked.form
    assert (told["grant_type"], told["code"], told["client_id"]) == (
        "authorization_code",
        "c",
        "id",
    )
    assert told["redirect_uri"] == browser.asked["redirect_uri"]
    raw = hashlib.sha256(told["code_verifier"].encode()).digest()
    assert browser.asked["code_challenge"] == base64.urlsafe_b64encode(raw).decode().rstrip("=")
    assert browser.asked["code_challenge_method"] == "S256"
    assert 43 <= len(told["code_verifier"]) <= 128


def test_an_answer_to_something_else_is_turned_away_and_the_wait_goes_on() -> None:
    browser = Browser(
        "/callback?code=theirs&state=guessed",
        "/callback?code=theirs",
        "/favicon.ico?state={state}",
        "/callback?code=ours&state={state}",
    )
    with serving(granted) as server:
        sign_in("id", server.address, 0, 5, browser)
    browser.thread.join()
    assert browser.said == [400, 400, 404, 200]
    assert [one.form["code"] for one in server.asked] == ["ours"]


def test_who_says_no_is_not_signed_in() -> None:
    browser = Browser("/callback?error=access_denied&state={state}")
    with serving(granted) as server, pytest.raises(Halt, match="access_denied"):
        sign_in("id", server.address, 0, 5, browser)
    browser.thread.join()
    assert server.asked == []


@pytest.mark.parametrize("error", ["", "%1b%5B31mred", "<b>", "a" * 500])
def test_what_no_service_would_say_is_not_repeated(error: str) -> None:
    browser = Browser(f"/callback?error={error}&state={{state}}")
    with serving(granted) as server, pytest.raises(Halt, match="it sent no code"):
        sign_in("id", server.address, 0, 5, browser)
    browser.thread.join()


def test_who_does_not_answer_is_not_waited_for_without_end() -> None:
    with serving(granted) as server, pytest.raises(Halt, match="Nobody signed in"):
        sign_in("id", server.address, 0, 0.1, lambda _: None)


def test_a_code_that_is_not_taken_is_no_sign_in() -> None:
    browser = Browser("/callback?code=c&state={state}")
    with (
        serving(lambda _: (400, {"error": "invalid_grant"}, {})) as server,
        pytest.raises(Halt, match="did not take the sign-in"),
    ):
        sign_in("id", server.address, 0, 5, browser)
    browser.thread.join()


@pytest.mark.parametrize(
    "answer", [(200, {"access_token": "a"}, {}), (200, b"{", {}), (429, {}, {"Retry-After": "99"})]
)
def test_an_answer_without_a_lasting_token_is_no_sign_in(answer: Answer) -> None:
    browser = Browser("/callback?code=c&state={state}")
    with (
        serving(lambda _: answer) as server,
        pytest.raises(Halt, match="did not take the sign-in"),
    ):
        sign_in("id", server.address, 0, 5, browser)
    browser.thread.join()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Halt, match=f"Port {port} .*--port"):
            sign_in("id", "http://127.0.0.1:1", port, 5, lambda _: None)


def test_only_this_machine_can_answer() -> None:
    def look(page: str) -> None:
        [to] = parse_qs(urlsplit(page).query)["redirect_uri"]
        port = urlsplit(to).port
        # The whole of 127.0.0.0/8 is this machine, and only one address of it is listened at.
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port or 0), timeout=1)
        with socket.create_connection(("127.0.0.1", port or 0), timeout=1):
            pass

    with serving(granted) as server, pytest.raises(Halt, match="Nobody signed in"):
        sign_in("id", server.address, 0, 0.3, look)


def test_ctrl_c_leaves_nobody_listening() -> None:
    ports: list[int] = []

    def interrupted(page: str) -> None:
        [to] = parse_qs(urlsplit(page).query)["redirect_uri"]
        ports.append(urlsplit(to).port or 0)
        raise KeyboardInterrupt

    with serving(granted) as server, pytest.raises(KeyboardInterrupt):
        sign_in("id", server.address, 0, 5, interrupted)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]), timeout=1)
