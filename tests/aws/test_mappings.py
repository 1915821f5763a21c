"""Turning a stage off and on, as `linernotes rebuild` does."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from linernotes.errors import Halt
from linernotes.remote import rebuild
from linernotes.remote.rebuild import Mappings
from linernotes.stack import Stack
from tests.aws.stack import REGION


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """Two queues, each with a function that reads it."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        session = boto3.Session(region_name=REGION)
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        role = session.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            archive.writestr("app.py", "")
        outputs = {}
        for stage in ("Ingest", "Draw"):
            queue = session.client("sqs").create_queue(QueueName=stage)["QueueUrl"]
            outputs[f"{stage}QueueUrl"] = queue
            functions = session.client("lambda")
            functions.create_function(
                FunctionName=stage,
                Runtime="python3.13",
                Role=role["Role"]["Arn"],
                Handler="app.handler",
                Code={"ZipFile": body.getvalue()},
            )
            functions.create_event_source_mapping(
                FunctionName=stage, EventSourceArn=f"arn:aws:sqs:{REGION}:123456789012:{stage}"
            )
        yield Stack(name="test", outputs=outputs, session=session)


def states(stack: Stack) -> dict[str, str]:
    mappings = stack.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    return {one["FunctionArn"].rpartition(":")[2]: one["State"] for one in mappings}


def test_one_stage_is_turned_off_and_on_and_the_others_are_let_alone(stack: Stack) -> None:
    mappings = Mappings(stack, lambda _: None, pause=0)
    mappings.stop("Ingest")
    assert states(stack) == {"Ingest": "Disabled", "Draw": "Enabled"}
    mappings.stop("Ingest")
    mappings.go_on("Ingest")
    mappings.go_on("Ingest")
    assert states(stack) == {"Ingest": "Enabled", "Draw": "Enabled"}


def test_a_stage_is_stopped_when_nothing_is_worked_on_and_rests_when_nothing_waits(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = stack.queues["Ingest"]
    stack.sqs.send_message(QueueUrl=url, MessageBody="{}")
    told: list[str] = []
    mappings = Mappings(stack, told.append, pause=0)
    mappings.stop("Ingest")
    assert told == ["ingest 0"] * 3, "what waits is not being worked on"

    stack.sqs.receive_message(QueueUrl=url, VisibilityTimeout=600)
    monkeypatch.setattr(rebuild, "_PATIENCE", 0)
    with pytest.raises(Halt, match="still being worked on"):
        mappings.stop("Ingest")

    told.clear()
    mappings.rest(["Draw"])
    assert told == ["draw 0"] * 3
