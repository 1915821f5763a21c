"""A deployment's state, taken once and put into many fresh ones: cheaper than making it anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import boto3

from linernotes import aws
from tests.aws.stack import REGION, Stack, objects


@dataclass(frozen=True)
class Kept:
    """Rows, objects of the library and the site, and how many hints wait for the publisher.

    The inbox is left out: no stage reads it but ingest.
    """

    rows: list[dict[str, Any]]
    objects: dict[str, dict[str, bytes]]
    hints: int

    @classmethod
    def of(cls, stack: Stack) -> Kept:
        """Take the state of a deployment in which publish is next; its hints are used up."""
        hints = 0
        while messages := stack.receive("publish"):
            hints += len(messages)
            for message in messages:
                aws.sqs().delete_message(
                    QueueUrl=stack.urls["publish"], ReceiptHandle=message["ReceiptHandle"]
                )
        stored = {bucket: objects(bucket) for bucket in ("library", "site")}
        return cls(_catalog().scan()["Items"], stored, hints)

    def put_into(self, stack: Stack) -> Stack:
        """Put it into an empty deployment."""
        with _catalog().batch_writer() as batch:
            for row in self.rows:
                batch.put_item(Item=row)
        for bucket, bodies in self.objects.items():
            for key, body in bodies.items():
                aws.s3().put_object(Bucket=bucket, Key=key, Body=body)
        for number in range(self.hints):
            stack.cloud.queues.publish(f"kept {number}", "")
        return stack


def _catalog() -> Any:
    return boto3.resource("dynamodb", region_name=REGION).Table("catalog")
