"""What uploads use of AWS's paid units, counted on moto: `python -m benchmarks.usage`.

Playlists of the size of the sample library's are dropped into an empty deployment, then each again
with a track more, as it would be after a week of listening. Requests are counted where botocore
sends them; units of DynamoDB come from the sizes of what is written and read, as AWS documents
them. Standard output gets one JSON object: what docs/costs.json holds under "uploads".
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
from collections import Counter
from typing import Any

import pytest
from moto import mock_aws

from linernotes import aws
from tests.aws.exports import playlist, track
from tests.aws.stack import deploy, forget_clients

_PLAYLISTS, _TRACKS = 2, 110
_S3_WRITES = ("PutObject", "CopyObject", "PostObject", "ListObjectsV2", "ListObjectVersions")


def main() -> None:
    """Count and print."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        forget_clients()
        stack = deploy(patch)
        meter = Counter[str]()
        for client in (aws.s3(), aws.dynamodb(), aws.sqs()):
            _count(client, meter)
        found = {}
        for phase, more in (("first", 0), ("again", 1)):
            meter.clear()
            stack.seen.clear()
            with contextlib.redirect_stdout(io.StringIO()):  # the functions' logs
                for number in range(_PLAYLISTS):
                    stack.drop(f"{number}.json", _export(number, _TRACKS + more))
                    stack.drain()
            meter.update(f"{stage}_invocations" for stage in stack.seen)
            found[phase] = {
                unit: round(count / _PLAYLISTS, 1) for unit, count in sorted(meter.items())
            }
        json.dump({"playlists": _PLAYLISTS, "tracks": _TRACKS, "an_upload": found}, sys.stdout)
        forget_clients()


def _export(number: int, tracks: int) -> bytes:
    rows = [
        track(number * 1000 + n, artist=f"Artist {(number * 7 + n) % 60}", label=f"Label {n % 40}")
        for n in range(tracks)
    ]
    return playlist(f"Playlist {number}", rows)


def _count(client: Any, meter: Counter[str]) -> None:
    service = client.meta.service_model.service_name

    def called(model: Any, params: Any, parsed: Any = None, **_: Any) -> None:
        meter.update(_units(service, model.name, params, {}))

    def answered(model: Any, parsed: Any, **_: Any) -> None:
        meter.update(_read_units(service, model.name, parsed))

    client.meta.events.register(f"provide-client-params.{service}", called)
    client.meta.events.register(f"after-call.{service}", answered)


def _units(service: str, operation: str, params: Any, _: Any) -> Counter[str]:
    """What a request alone tells."""
    if service == "sqs":
        return Counter({"queue_requests": 1})
    if service == "s3":
        kind = "object_writes" if operation in _S3_WRITES else "object_reads"
        return Counter({kind: 0 if operation.startswith("Delete") else 1})
    if operation in ("PutItem", "DeleteItem"):
        return Counter({"row_writes": _size(params.get("Item") or params["Key"])})
    if operation == "BatchWriteItem":
        requests = (one for table in params["RequestItems"].values() for one in table)
        sizes = (_size(next(iter(one.values()))) for one in requests)
        return Counter({"row_writes": sum(sizes)})
    if operation == "TransactWriteItems":
        return Counter({"row_writes": 2 * len(params["TransactItems"])})
    return Counter()


def _read_units(service: str, operation: str, parsed: Any) -> Counter[str]:
    """What an answer tells; strongly consistent reads count a unit for 4 kB."""
    if service != "dynamodb":
        return Counter()
    if operation == "GetItem":
        return Counter({"row_reads": _fours(parsed.get("Item", {}))})
    if operation == "BatchGetItem":
        rows = [row for table in parsed["Responses"].values() for row in table]
        return Counter({"row_reads": sum(map(_fours, rows))})
    if operation == "Query":
        return Counter({"row_reads": _fours(parsed["Items"])})
    return Counter()


def _size(item: Any) -> int:
    return math.ceil(len(json.dumps(item, default=str)) / 1024)


def _fours(found: Any) -> int:
    return max(1, math.ceil(len(json.dumps(found, default=str)) / 4096))


if __name__ == "__main__":
    main()
