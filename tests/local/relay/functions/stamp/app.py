"""Puts a row into the catalog for every message."""

import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> None:
    """One message of the relay function."""
    (record,) = event["Records"]
    key = json.loads(record["body"])["key"]
    item = {
        "pk": {"S": key},
        "sk": {"S": "STAMP"},
        "raw": {"B": key.encode()},
        "map": {"M": {"base64": {"S": "a name"}, "n": {"N": "1.5"}}},
        "list": {"L": [{"NULL": True}, {"BOOL": False}, {"B": b"\x00\xff"}]},
    }
    boto3.client("dynamodb").put_item(TableName=os.environ["CATALOG_TABLE"], Item=item)
