"""Finding a deployed stack by its name, as the commands for AWS do."""

from __future__ import annotations

import pytest

from linernotes.errors import Halt
from linernotes.remote import stack as remote
from tests.local.conftest import Stacks
from tests.local.driver import Driver


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "888800000001")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_REGION", "us-east-1")


@pytest.fixture
def deployed(stacks: Stacks) -> Driver:
    return stacks(account="888800000001", parameters={"ArtistLikes": "7"})


def test_a_stack_is_found_by_name_with_its_outputs(deployed: Driver) -> None:
    found = remote.find(deployed.stack.name, deployed.stack.endpoint)
    assert found.outputs == deployed.stack.outputs
    assert found.queues == deployed.stack.queues


def test_commands_use_the_thresholds_that_the_stack_was_deployed_with(deployed: Driver) -> None:
    cloud = remote.cloud_of(remote.find(deployed.stack.name, deployed.stack.endpoint))
    assert cloud.thresholds.artist_likes == 7
    assert cloud.thresholds.artist_tracks == 50
    assert cloud.catalog.rows.inbox() == []


def test_a_stack_that_is_not_there_is_named(deployed: Driver) -> None:
    with pytest.raises(Halt, match="no stack named elsewhere"):
        remote.find("elsewhere", deployed.stack.endpoint)
