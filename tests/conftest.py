"""Deployments on moto."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from moto import mock_aws

from linernotes import aws
from tests.aws.partitions import read_alone
from tests.aws.stack import REGION, Stack, deploy, forget_clients, hear, keep_clients
from tests.aws.turns import in_turn


@pytest.fixture
def new_stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Stack]]:
    """Makes an empty deployment, in place of the last one."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    read_alone(monkeypatch)
    in_turn(monkeypatch)
    keep_clients(monkeypatch)
    running: list[Any] = []

    def make() -> Stack:
        while running:
            running.pop().stop()
        forget_clients()
        mock = mock_aws()
        mock.start()
        running.append(mock)
        return deploy(monkeypatch)

    yield make
    while running:
        running.pop().stop()
    forget_clients()


@pytest.fixture
def stack(new_stack: Callable[[], Stack]) -> Stack:
    """An empty deployment."""
    return new_stack()


@pytest.fixture
def site_writes(stack: Stack) -> list[str]:
    """The paths of the site that are written (`DELETE <path>` for deletions), as it happens."""
    written: list[str] = []

    def note_put(params: dict[str, Any], **_: Any) -> None:
        if params.get("Bucket") == "site":
            written.append(params["Key"])

    def note_delete(params: dict[str, Any], **_: Any) -> None:
        if params.get("Bucket") == "site":
            written.extend(f"DELETE {one['Key']}" for one in params["Delete"]["Objects"])

    hear(aws.s3(), "provide-client-params.s3.PutObject", note_put)
    hear(aws.s3(), "provide-client-params.s3.DeleteObjects", note_delete)
    return written


@pytest.fixture
def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """All exports dropped at one time: sites are compared times aside."""
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    monkeypatch.setattr("linernotes.inbox._seconds", lambda _: moment)


@pytest.fixture
def light_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures that are what they show, in writing: drawing takes longer than all the rest."""

    def drawn(*shows: object) -> bytes:
        return b"\x89PNG" + repr(shows).encode()

    for name in ("figures.bars", "figures.features", "figures.scatter", "usecases.draw.card"):
        monkeypatch.setattr(f"linernotes.{name}", drawn)
