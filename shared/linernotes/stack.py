"""A deployed stack and how to reach it, on AWS or on the embedded engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

PATIENCE = 60  # seconds that a client waits for an answer
_DEAD = "DeadLetterQueueUrl"


@dataclass(frozen=True, kw_only=True)
class Stack:
    """A stack, its `outputs` by the names that the template gives them, and a way to its services.

    `endpoint` is empty where AWS itself is meant.
    """

    name: str
    outputs: Mapping[str, str]
    session: boto3.Session = field(repr=False)
    endpoint: str = ""

    def client(self, service: str, *, patience: int = PATIENCE) -> Any:
        """A boto3 client of `service` that waits `patience` seconds for an answer."""
        return client(self.session, service, self.endpoint, patience=patience)

    @cached_property
    def s3(self) -> S3Client:
        """The S3 client."""
        s3: S3Client = self.client("s3")
        return s3

    @cached_property
    def sqs(self) -> SQSClient:
        """The SQS client."""
        sqs: SQSClient = self.client("sqs")
        return sqs

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """The DynamoDB client."""
        dynamodb: DynamoDBClient = self.client("dynamodb")
        return dynamodb

    @property
    def queues(self) -> dict[str, str]:
        """Addresses of the main queues by stage (`Ingest`), in the template's order."""
        return {
            name.removesuffix("QueueUrl"): url
            for name, url in self.outputs.items()
            if name.endswith("QueueUrl") and not name.endswith(_DEAD)
        }

    @property
    def dead_letter_queues(self) -> dict[str, str]:
        """Addresses of the dead-letter queues by stage."""
        return {
            name.removesuffix(_DEAD): url
            for name, url in self.outputs.items()
            if name.endswith(_DEAD)
        }


def client(
    session: boto3.Session, service: str, endpoint: str = "", *, patience: int = PATIENCE
) -> Any:
    """A client of `service`; with an `endpoint` it talks to that directly, past any proxy."""
    config = Config(
        connect_timeout=5,
        read_timeout=patience,
        max_pool_connections=16,
        retries={"mode": "standard", "total_max_attempts": 3},
    )
    if endpoint:
        config = config.merge(Config(proxies={}, s3={"addressing_style": "path"}))
    return session.client(service, endpoint_url=endpoint or None, config=config)  # type: ignore[call-overload]  # any service
