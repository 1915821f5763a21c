"""The stages of a deployed stack, run through the runtime interface client.

A stack on the embedded engine holds the buckets, the table and the queues; its own workers are
told to take no message. The built functions are started as Lambda starts them, and get from the
queues what Lambda would hand them, so that how long they take and what they hold is measured on
what is deployed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linernotes.local import deploy
from linernotes.local.engine import Engine
from linernotes.stack import Stack
from tools.lambda_runtime import Failed, Running, lay_out, started

# Stages, in the order in which a playlist passes them, with how many messages each takes at once.
STAGES = {"Ingest": 1, "Analyze": 1, "Draw": 1, "Publish": 10}


@dataclass(frozen=True)
class Invocation:
    """One invocation: of which stage, the seconds that it took, the messages that it was given."""

    stage: str
    seconds: float
    messages: int


@dataclass(frozen=True)
class Stages:
    """A stack and its started functions by stage."""

    stack: Stack
    running: Mapping[str, Running]

    def drop(self, key: str, body: bytes) -> None:
        """Put an export into the inbox."""
        self.stack.s3.put_object(Bucket=self.stack.outputs["InboxBucketName"], Key=key, Body=body)

    def work(self) -> Iterator[Invocation]:
        """Hand out messages until every queue is empty; each invocation as it happened.

        Raises
        ------
        Failed : a function reported a message as failed, or broke.
        """
        busy = True
        while busy:
            busy = False
            for stage, most in STAGES.items():
                while messages := self._receive(stage, most):
                    busy = True
                    answer, seconds = self.running[stage].invoke(_event(messages))
                    if answer != {"batchItemFailures": []}:
                        raise Failed(self.running[stage].log())
                    self._done(stage, messages)
                    yield Invocation(stage, seconds, len(messages))

    def _receive(self, stage: str, most: int) -> list[Any]:
        received = self.stack.sqs.receive_message(
            QueueUrl=self.stack.queues[stage], MaxNumberOfMessages=most, AttributeNames=["All"]
        )
        return list(received.get("Messages", []))

    def _done(self, stage: str, messages: list[Any]) -> None:
        for message in messages:
            self.stack.sqs.delete_message(
                QueueUrl=self.stack.queues[stage], ReceiptHandle=message["ReceiptHandle"]
            )


def _event(messages: list[Any]) -> dict[str, Any]:
    """What Lambda makes of received messages."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message.get("Attributes", {}),
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue",
                "awsRegion": "us-east-1",
            }
            for message in messages
        ]
    }


def idle_stack(engine: Engine, template: Path, name: str, account: str) -> Stack:
    """Deploy a stack whose own workers take no message."""
    stack = deploy.deploy(engine, template, name=name, account=account)
    functions = stack.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    return stack


def environment(stack: Stack, function: str) -> dict[str, str]:
    """The variables that the template gives a function, and credentials for the engine."""
    found = stack.client("lambda").get_function_configuration(FunctionName=function)
    credentials: Any = stack.session.get_credentials()
    return {
        **found["Environment"]["Variables"],
        "AWS_ENDPOINT_URL": stack.endpoint,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
    }


def functions(stack: Stack) -> dict[str, str]:
    """Names of the stack's functions by logical id."""
    resources = stack.client("cloudformation").describe_stack_resources(StackName=stack.name)
    return {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in resources["StackResources"]
        if one["ResourceType"] == "AWS::Lambda::Function"
    }


@contextlib.contextmanager
def staged(built: Path, stack: Stack, folder: Path) -> Iterator[Stages]:
    """Start every stage of a built stack, in folders below `folder`, for the `with` block."""
    names = functions(stack)
    with contextlib.ExitStack() as held:
        running = {}
        for stage in STAGES:
            function = f"{stage}Function"
            root = lay_out(built, function, folder / stage)
            variables = environment(stack, names[function])
            running[stage] = held.enter_context(started(root, variables))
        yield Stages(stack, running)
