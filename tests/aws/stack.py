"""A deployment on moto, driven by hand: every handler fed from its queue, in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import boto3
from boto3.dynamodb.types import TypeDeserializer

from functions.analyze import app as analyze_app
from functions.draw import app as draw_app
from functions.ingest import app as ingest_app
from functions.publish import app as publish_app
from linernotes import aws
from linernotes.cloud import Cloud, cloud
from linernotes.settings import settings, thresholds
from tests.remembered import without_memory

if TYPE_CHECKING:
    import pytest

REGION: Final = "eu-central-1"
STAGES: dict[str, ModuleType] = {
    "ingest": ingest_app,
    "analyze": analyze_app,
    "draw": draw_app,
    "publish": publish_app,
}
CACHED = (aws.s3, aws.dynamodb, aws.sqs, aws.ssm, aws.cloudfront, settings, thresholds, cloud)
_clients: dict[str, Any] = {}
_heard: list[tuple[Any, str, Callable[..., Any]]] = []


def forget_clients() -> None:
    """As a fresh worker process."""
    for made_once in CACHED:
        made_once.cache_clear()
    while _heard:
        client, event, note = _heard.pop()
        client.meta.events.unregister(event, note)


def keep_clients(patch: pytest.MonkeyPatch) -> None:
    """Let what asks for a client anew have the one that was made for moto before.

    Making three takes a tenth of a second, and every test needs them.
    """
    make = boto3.client

    def client(service: str, **config: Any) -> Any:
        if service not in _clients:
            _clients[service] = make(service, **config)  # type: ignore[call-overload]  # any service
        return _clients[service]

    patch.setattr(boto3, "client", client)


def hear(client: Any, event: str, note: Callable[..., Any]) -> None:
    """Call `note` at a client's events, until clients are forgotten."""
    client.meta.events.register(event, note)
    _heard.append((client, event, note))


@dataclass
class Stack:
    """The deployment under test: drop and remove exports, run stages, look at what came of it."""

    cloud: Cloud
    urls: dict[str, str]
    seen: list[str] = field(default_factory=list)

    def drop(self, key: str, body: bytes, *, tell: bool = True) -> str:
        """Put an export; returns its version id."""
        answer = aws.s3().put_object(Bucket=self.cloud.inbox.bucket, Key=key, Body=body)
        if tell:
            self.tell(key)
        return answer["VersionId"]

    def remove(self, key: str, *, version: str = "", tell: bool = True) -> str:
        """Delete a key, or one version of it; returns the id of what was made or deleted."""
        extra: Any = {"VersionId": version} if version else {}
        answer = aws.s3().delete_object(Bucket=self.cloud.inbox.bucket, Key=key, **extra)
        if tell:
            self.tell(key)
        return answer["VersionId"]

    def tell(self, key: str) -> None:
        """Queue what EventBridge would: something happened at a key."""
        event = {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "detail": {"bucket": {"name": "inbox"}, "object": {"key": key}},
        }
        aws.sqs().send_message(QueueUrl=self.urls["ingest"], MessageBody=json.dumps(event))

    def receive(self, stage: str, most: int = 1) -> list[Any]:
        """Take messages off a stage's queue; they come back unless deleted."""
        answer = aws.sqs().receive_message(
            QueueUrl=self.urls[stage],
            MaxNumberOfMessages=most,
            AttributeNames=["All"],
            VisibilityTimeout=0,  # a worker that dies gives its message back at once
        )
        return answer.get("Messages", [])

    def step(self, stage: str) -> bool:
        """Let a stage's function have one message; False when there is none."""
        messages = self.receive(stage)
        if not messages:
            return False
        answer = STAGES[stage].handler(sqs_event(messages), None)
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for message in messages:
            if message["MessageId"] not in failed:
                aws.sqs().delete_message(
                    QueueUrl=self.urls[stage], ReceiptHandle=message["ReceiptHandle"]
                )
        self.seen.append(stage)
        assert not failed, f"{stage} failed"
        return True

    def drain(self, order: random.Random | None = None) -> None:
        """Run stages until every queue is empty, in the template's order or in a random one."""
        for _ in range(5000):
            stages = list(STAGES)
            if order:
                order.shuffle(stages)
            if not any(self.step(stage) for stage in stages):
                return
        raise AssertionError("the queues do not run dry")

    def revive(self) -> None:
        """Go on with fresh clients, as the next worker would."""
        self.cloud = cloud()

    def site(self, *, whole: bool = False) -> dict[str, bytes]:
        """Every object of the site; but for `whole` what it shows of its own past is left out."""
        site = objects(self.cloud.site.bucket)
        return site if whole else without_memory(site)

    def rows(self, pk: str = "") -> list[dict[str, Any]]:
        """Every row of the catalog, or of one partition, tombstones left out."""
        plain = TypeDeserializer().deserialize
        pages = (
            aws.dynamodb().get_paginator("scan").paginate(TableName=self.cloud.catalog.table.name)
        )
        rows = (
            {name: plain(value) for name, value in item.items()}
            for page in pages
            for item in page["Items"]
        )
        return sorted(
            (row for row in rows if (not pk or row["pk"] == pk) and "expires" not in row),
            key=lambda row: (row["pk"], row["sk"]),
        )


def sqs_event(messages: list[Any]) -> dict[str, Any]:
    """The event that Lambda makes of received messages."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "messageAttributes": {},
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:queue",
                "awsRegion": REGION,
            }
            for message in messages
        ]
    }


def objects(bucket: str) -> dict[str, bytes]:
    """Every object of a bucket."""
    s3 = aws.s3()
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {
        one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()
        for page in pages
        for one in page.get("Contents", [])
    }


def deploy(monkeypatch: pytest.MonkeyPatch) -> Stack:
    s3, sqs, dynamodb = aws.s3(), aws.sqs(), aws.dynamodb()
    for bucket in ("inbox", "library", "site"):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="inbox", VersioningConfiguration={"Status": "Enabled"})
    dynamodb.create_table(
        TableName="catalog",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )
    urls = {
        stage: sqs.create_queue(
            QueueName=stage if stage != "publish" else "publish.fifo",
            Attributes={"FifoQueue": "true"} if stage == "publish" else {},
        )["QueueUrl"]
        for stage in STAGES
    }
    for stage, url in urls.items():
        monkeypatch.setenv(f"{stage.upper()}_QUEUE_URL", url)
    for bucket in ("inbox", "library", "site"):
        monkeypatch.setenv(f"{bucket.upper()}_BUCKET", bucket)
    monkeypatch.setenv("CATALOG_TABLE", "catalog")
    return Stack(cloud(), urls)
