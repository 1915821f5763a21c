"""The same month on the embedded engine: its S3, EventBridge, SQS, DynamoDB and CloudFront.

The functions run in this process, so that the clock can be put on, with the environment that the
template gives them; what feeds them from the queues is turned off.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from linernotes.cloud import cloud
from linernotes.local import deploy, engine
from tests.aws.month import go_by
from tests.aws.stack import STAGES, Stack, forget_clients

ROOT = Path(__file__).parents[2]


@dataclass
class Deployed(Stack):
    """The product's stack on the engine: it is EventBridge that tells of what is dropped."""

    deployed: deploy.Stack | None = None

    def drop(self, key: str, body: bytes, *, tell: bool = True) -> str:
        """Put an export; without `tell` its event is lost."""
        if tell:
            return super().drop(key, body, tell=False)
        assert self.deployed
        rule, events = self.deployed.outputs["InboxRuleName"], self.deployed.client("events")
        events.disable_rule(Name=rule)
        try:
            return super().drop(key, body, tell=False)
        finally:
            events.enable_rule(Name=rule)

    def tell(self, key: str) -> None:
        """Leave it to EventBridge."""


@pytest.fixture
def new_stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Stack]]:
    """Deploys the product on an engine of its own, in place of the last one."""
    running = contextlib.ExitStack()

    def make() -> Stack:
        running.close()
        # The schedule is left out: the nights are ours.
        on = running.enter_context(engine.running())
        found = deploy.deploy(on, ROOT / "template.yaml", parameters={"Refresh": "off"})
        stop(found)
        for name, value in (environment(found) | access(found)).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the keys that it first had
        forget_clients()
        return Deployed(
            cloud(), {stage: found.queues[stage.title()] for stage in STAGES}, [], found
        )

    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with running:
        yield make
    forget_clients()


def access(stack: deploy.Stack) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": stack.account,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": engine.REGION,
        "AWS_ENDPOINT_URL": stack.endpoint,
    }


def environment(stack: deploy.Stack) -> dict[str, str]:
    """What the template hands to its functions, all together: names do not mean two things."""
    found: dict[str, str] = {}
    for function in stack.client("lambda").list_functions()["Functions"]:
        variables = function["Environment"]["Variables"]
        assert found | variables == variables | found
        found |= variables
    return found


def stop(stack: deploy.Stack) -> None:
    """Turn off what feeds the functions."""
    functions = stack.client("lambda")
    for one in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=one["UUID"], Enabled=False)
    for _ in range(100):
        found = functions.list_event_source_mappings()["EventSourceMappings"]
        if all(one["State"] == "Disabled" for one in found):
            return
        time.sleep(0.1)
    raise AssertionError("a mapping stays on")


@pytest.mark.soak
@pytest.mark.usefixtures("one_time", "light_figures")
def test_a_month_goes_by_on_the_engine(
    new_stack: Callable[[], Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_by(new_stack, monkeypatch)
