"""`linernotes login` against a deployed stack: what is granted is kept, and told nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from typer.testing import CliRunner, Result

from linernotes import aws
from linernotes.cli import app
from linernotes.remote import login
from linernotes.sources.grant import Grant, Grants
from linernotes.stack import Stack as Deployed
from tests.aws.stack import REGION, Stack
from tests.unit.sources.loopback import Answer, Asked, serving
from tests.unit.sources.test_sign_in import Browser

NAME = "/linernotes/mine/spotify"


def granted(_: Asked) -> Answer:
    return 200, {"access_token": "an-hour", "refresh_token": "the-lasting-one"}, {}


@pytest.fixture
def deployed(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a stack, with or without the output of one that pulls."""
    assert stack

    def make(parameter: str) -> None:
        outputs = {"SpotifyParameterName": parameter} if parameter else {}
        found = Deployed(name="mine", outputs=outputs, session=boto3.Session(region_name=REGION))
        monkeypatch.setattr(login, "find", lambda *_: found)

    return make


def run(monkeypatch: pytest.MonkeyPatch, browser: Browser, *arguments: str) -> Result:
    with serving(granted) as server:
        monkeypatch.setattr(login, "ACCOUNTS", server.address)
        monkeypatch.setattr("webbrowser.open", browser)
        found = CliRunner().invoke(app, ["login", "--stack", "mine", "--port", "18898", *arguments])
    if browser.page:
        browser.thread.join()
    return found


def test_the_grant_is_kept_and_the_token_is_shown_nowhere(
    deployed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(NAME)
    browser = Browser("/callback?code=c&state={state}")
    found = run(monkeypatch, browser, "--client-id", "my-app")
    assert found.exit_code == 0, found.output
    kept = Grants(aws.ssm(), NAME).get()
    assert kept
    assert (kept.client_id, kept.refresh_token) == ("my-app", "the-lasting-one")
    assert datetime.now(UTC) - kept.since < timedelta(minutes=5)
    assert f"{kept.ends:%Y-%m-%d}" in found.stdout
    assert "the-lasting-one" not in found.output
    assert "an-hour" not in found.output
    assert browser.asked["client_id"] == "my-app"
    again = run(monkeypatch, Browser("/callback?code=c&state={state}"))
    assert again.exit_code == 0, "the client id is known from the last time"


@pytest.mark.parametrize(("parameter", "says"), [("", "SpotifyPull=on"), (NAME, "--client-id")])
def test_what_is_lacking_is_said_before_anybody_is_sent_to_spotify(
    deployed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, parameter: str, says: str
) -> None:
    deployed(parameter)
    monkeypatch.delenv("SPOTIFY_CLIENT_ID", raising=False)
    browser = Browser()
    found = run(monkeypatch, browser)
    assert found.exit_code != 0
    assert says in f"{found.output}{found.exception}"
    assert not browser.page


def test_who_says_no_keeps_the_sign_in_that_was(
    deployed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(NAME)
    before = Grant(client_id="my-app", refresh_token="old", since=datetime(2026, 8, 1, tzinfo=UTC))
    Grants(aws.ssm(), NAME).put(before)
    found = run(monkeypatch, Browser("/callback?error=access_denied&state={state}"))
    assert found.exit_code != 0
    assert "access_denied" in f"{found.output}{found.exception}"
    assert Grants(aws.ssm(), NAME).get() == before
