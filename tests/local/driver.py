"""A stack as tests see it: drop, remove, wait, look."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from linernotes.local import drive
from linernotes.local.deploy import Stack
from linernotes.local.engine import Engine
from tests.local import processes
from tests.remembered import without_memory


@dataclass(frozen=True)
class Driver:
    """A stack on an engine; `stack` has its outputs and its clients."""

    engine: Engine
    stack: Stack

    def drop(self, key: str, body: bytes) -> None:
        """Put an export into the inbox."""
        drive.drop(self.stack, key, body)

    def remove(self, key: str) -> None:
        """Delete an export from the inbox."""
        drive.remove(self.stack, key)

    def drain(self, timeout: float = 500) -> None:
        """Wait until every queue is empty; fails when that takes longer than `timeout` seconds."""
        drive.drain(self.stack, timeout=timeout)

    def site(self, *, whole: bool = False) -> dict[str, bytes]:
        """The published site by path; but for `whole` what it shows of its past is left out."""
        site = drive.site(self.stack)
        return site if whole else without_memory(site)

    def listing(self) -> list[tuple[str, str]]:
        """Path and time of writing of every object of the site."""
        found = self.stack.s3.list_objects_v2(Bucket=self.stack.outputs["SiteBucketName"])
        return [(one["Key"], one["LastModified"].isoformat()) for one in found["Contents"]]

    def dead_letters(self) -> tuple[drive.DeadLetters, ...]:
        """What was given up; empty when all went through."""
        return drive.dead_letters(self.stack)

    def items(self) -> list[dict[str, Any]]:
        """Every item of the catalog, in the wire's form."""
        pages = self.stack.dynamodb.get_paginator("scan").paginate(
            TableName=self.stack.outputs["CatalogTableName"], ConsistentRead=True
        )
        return [dict(item) for page in pages for item in page["Items"]]

    def give_up_after(self, receives: int) -> None:
        """Send messages to the dead-letter queues after that many tries; the template says five."""
        sqs = self.stack.sqs
        for stage, url in self.stack.queues.items():
            dead = sqs.get_queue_attributes(
                QueueUrl=self.stack.dead_letter_queues[stage], AttributeNames=["QueueArn"]
            )["Attributes"]["QueueArn"]
            policy = {"deadLetterTargetArn": dead, "maxReceiveCount": receives}
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy)})

    def logs(self) -> list[str]:
        """What the stack's functions have logged, in order of time."""
        logs = self.stack.client("logs")
        groups = logs.get_paginator("describe_log_groups").paginate().search("logGroups[]")
        events = [
            event
            for group in groups
            for event in logs.get_paginator("filter_log_events")
            .paginate(logGroupName=group["logGroupName"])
            .search("events[]")
        ]
        ordered = sorted(events, key=lambda event: event["timestamp"])
        return [line for event in ordered for line in event["message"].splitlines()]

    def destroy(self) -> None:
        """Delete the stack and end its workers, of which a long session would pile up hundreds."""
        cloudformation = self.stack.client("cloudformation")
        cloudformation.delete_stack(StackName=self.stack.name)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            stacks = cloudformation.list_stacks()["StackSummaries"]
            standing = [s for s in stacks if s["StackName"] == self.stack.name]
            if all(s["StackStatus"] == "DELETE_COMPLETE" for s in standing):
                break
            time.sleep(0.05)
        # The engine would keep them warm for five minutes. Their folders go with the engine's.
        # A stack on another engine, of another test process, may bear the same name.
        named = processes.running(f"/ministack-lambda-{self.stack.name}-")
        for pid in set(named) & set(processes.group(self.engine.group)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
