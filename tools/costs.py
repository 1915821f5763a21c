"""What a deployment costs a month, itemised: `python -m tools.costs` prints docs/costs.md's tables.

What an upload uses was measured (docs/costs.json); the rest is the template's and assumed below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# US dollars in us-east-1, on arm64, as AWS's price lists had them in 2026; check before relying on
# them: aws.amazon.com/<service>/pricing.
PRICES: Mapping[str, float] = {
    "Lambda, GB-seconds": 0.0000133334,
    "Lambda, invocations": 0.20e-6,
    "SQS, requests of standard queues": 0.40e-6,
    "SQS, requests of the FIFO queue": 0.50e-6,
    "DynamoDB, writes": 0.625e-6,
    "DynamoDB, strongly consistent reads": 0.125e-6,
    "S3, writes and listings": 0.005e-3,
    "S3, reads": 0.0004e-3,
    "S3, GB stored": 0.023,
    "DynamoDB, GB kept for recovery": 0.20,
    "CloudWatch, alarms": 0.10,
    "CloudWatch, metrics of our own": 0.30,
    "CloudWatch, dashboards": 3.00,
    "CloudWatch, GB of logs": 0.50,
    "X-Ray, traces": 5.0e-6,
    "CloudFront, requests": 1.0e-6,
    "CloudFront, GB to readers": 0.085,
    "CloudFront, invalidated paths": 0.005,
    "KMS, requests": 3.0e-6,
}
# What every account has a month for nothing, for as long as it stands.
FREE: Mapping[str, float] = {
    "Lambda, GB-seconds": 400_000,
    "Lambda, invocations": 1_000_000,
    "SQS, requests of standard queues": 1_000_000,
    "CloudWatch, alarms": 10,
    "CloudWatch, metrics of our own": 10,
    "CloudWatch, dashboards": 3,
    "CloudWatch, GB of logs": 5,
    "X-Ray, traces": 100_000,
    "CloudFront, requests": 10_000_000,
    "CloudFront, GB to readers": 1_000,
    "CloudFront, invalidated paths": 1_000,
    "KMS, requests": 20_000,
}
NIGHTS = 30
PLAYLISTS = 50
# Lambda asks an idle queue with five pollers, each of which waits twenty seconds. With two where a
# mapping has no MaximumConcurrency, AWS says; ours have (docs/costs.md).
_POLLS = 5 * 3 * 60 * 24 * NIGHTS
# A batch of fifty uploads is published in some ten runs, each of which invalidates one pattern.
_RUNS_A_NIGHT = 10
# A night; a metric is paid by the hours in which it was written, and DynamoDB asks for the table's
# key every five minutes for each of the functions that are at work.
_BUSY_HOURS = 1
# New processes a night, MaximumConcurrency of all but publish, and the seconds until they are up:
# what docs/performance.md aims at above a bare handler. Lambda is paid for starting, too.
_STARTS = {"ingest": 5, "analyze": 5, "draw": 5, "publish": 1}
_INIT = {"ingest": 0.45, "analyze": 1.25, "draw": 0.7, "publish": 0.45}
_METRICS = 10
_LOG_BYTES = 2_500  # an invocation
_READERS = {"CloudFront, requests": 10_000.0, "CloudFront, GB to readers": 0.5}


@dataclass(frozen=True)
class Item:
    """A line of the bill: how many units a month, and dollars without and with what is free."""

    name: str
    units: float

    @property
    def full(self) -> float:
        """Dollars where other uses of the account take up all that is free."""
        return self.units * PRICES[self.name]

    @property
    def due(self) -> float:
        """Dollars above what is free."""
        return max(0.0, self.units - FREE.get(self.name, 0)) * PRICES[self.name]


def measured() -> dict[str, Any]:
    """What was measured of an upload, as docs/costs.json has it."""
    path = Path(__file__).resolve().parent.parent / "docs" / "costs.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def uploads(count: int, kind: str) -> dict[str, float]:
    """Units of so many uploads: of playlists that are new (`first`) or changed (`again`)."""
    found = measured()
    used = found["an_upload"][kind]
    invocations, seconds = found["invocations"][kind], found["seconds"]
    gigabyte_seconds = sum(invocations[s] * seconds[s] * _gigabytes(s) for s in seconds)
    invoked = sum(invocations.values())
    units = {
        "Lambda, GB-seconds": gigabyte_seconds,
        "Lambda, invocations": invoked,
        "SQS, requests of standard queues": used["queue_requests"] * 0.75,
        "SQS, requests of the FIFO queue": used["queue_requests"] * 0.25,
        "DynamoDB, writes": used["row_writes"],
        "DynamoDB, strongly consistent reads": used["row_reads"],
        "S3, writes and listings": used["object_writes"],
        "S3, reads": used["object_reads"],
        "CloudWatch, GB of logs": invoked * _LOG_BYTES / 1e9,
        "X-Ray, traces": invoked,
    }
    return {name: one * count for name, one in units.items()}


def _gigabytes(stage: str) -> float:
    return float(measured()["megabytes"][stage]) / 1024


def nightly() -> tuple[Item, ...]:
    """A month in which each of fifty playlists is dropped anew every night, changed each time."""
    units = uploads(PLAYLISTS * NIGHTS, "again")
    starts = (_INIT[stage] * number * _gigabytes(stage) for stage, number in _STARTS.items())
    units["Lambda, GB-seconds"] += sum(starts) * NIGHTS
    units["SQS, requests of standard queues"] += 3 * _POLLS
    units["SQS, requests of the FIFO queue"] += _POLLS
    units |= {
        "S3, GB stored": 0.3,
        "DynamoDB, GB kept for recovery": 0.02,
        "CloudWatch, alarms": 10,
        "CloudWatch, metrics of our own": _METRICS * _BUSY_HOURS / 24,
        "CloudWatch, dashboards": 1,
        "CloudFront, invalidated paths": float(_RUNS_A_NIGHT * NIGHTS),
        "KMS, requests": 5 * 12 * _BUSY_HOURS * float(NIGHTS),
        **_READERS,
    }
    return tuple(Item(name, units[name]) for name in PRICES if name in units)


def thousand() -> tuple[Item, ...]:
    """A thousand uploads of new playlists, on top of what stands."""
    return tuple(Item(name, count) for name, count in uploads(1000, "first").items())


def table(items: Sequence[Item]) -> Iterator[str]:
    """A Markdown table of a bill."""
    yield "| | units | without anything free | with what is always free |"
    yield "|---|---:|---:|---:|"
    for one in items:
        units = f"{one.units:,.0f}" if one.units >= 10 else f"{one.units:.2g}"
        yield f"| {one.name} | {units} | ${one.full:.3f} | ${one.due:.3f} |"
    full, due = sum(one.full for one in items), sum(one.due for one in items)
    yield f"| **together** | | **${full:.2f}** | **${due:.2f}** |"


def main() -> int:
    """Print both tables."""
    for items in (nightly(), thousand()):
        sys.stdout.write("\n".join(table(items)) + "\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
