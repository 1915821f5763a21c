"""Copies an object of the inbox to the site, greeted; sleeps or fails when told to."""

import json
import os
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError
from relaying import page


def handler(event: dict[str, Any], context: object) -> None:
    """One message: an event of the inbox."""
    s3 = boto3.client("s3")
    (record,) = event["Records"]
    key = json.loads(record["body"])["detail"]["object"]["key"]
    try:
        body = s3.get_object(Bucket=os.environ["INBOX_BUCKET"], Key=key)["Body"].read()
    except ClientError:
        s3.delete_object(Bucket=os.environ["SITE_BUCKET"], Key=key)
        return
    if body.startswith(b"sleep "):
        time.sleep(float(body.split()[1]))
    if body == b"poison":
        raise ValueError("poison")
    s3.put_object(
        Bucket=os.environ["SITE_BUCKET"],
        Key=key,
        Body=page(body),
        ContentType="text/plain; charset=utf-8",
        CacheControl="max-age=60",
        Metadata={"of": "relay"},
    )
    boto3.client("sqs").send_message(
        QueueUrl=os.environ["PUBLISH_QUEUE_URL"],
        MessageBody=json.dumps({"key": key, "message": record["messageId"]}),
        MessageGroupId="all",
    )
