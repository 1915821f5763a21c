"""Structured logs and metrics, both lines of JSON on standard output.

Every line of a message's work bears the id of what began it all (`correlation_id`: the event of
the inbox), which travels in the messages, and what the message is about. CloudWatch reads metrics
out of log lines, so counting costs no call.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from functools import lru_cache, partial

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Linernotes"
_OF_A_MESSAGE = ("message_id", "correlation_id", "export", "pid")


@lru_cache(maxsize=1)
def logger() -> Logger:
    """The logger of this process: one JSON object a line, times in UTC.

    The service is what the template says, the name of the stack. A line is plain ASCII: what
    strangers write may end a line, or tell a terminal what to do, in other ways than `\\n`.
    """
    return Logger(utc=True, json_serializer=partial(json.dumps, default=str, separators=(",", ":")))


@lru_cache(maxsize=1)
def _metrics() -> Metrics:
    return Metrics(namespace=NAMESPACE)


def about(correlation: str, *, export: str = "", pid: str = "") -> None:
    """Say in every further line of this message what it is about."""
    known = {"correlation_id": correlation, "export": export, "pid": pid}
    logger().append_keys(**{name: value for name, value in known.items() if value})


def count(**numbers: int) -> None:
    """Add to the metrics of the message at work, by name."""
    for name, number in numbers.items():
        _metrics().add_metric(name=name, unit=MetricUnit.Count, value=number)


def take_up(message_id: str) -> None:
    """From here on every line bears this message's id, and nothing of the last one's."""
    logger().remove_keys(_OF_A_MESSAGE)
    logger().append_keys(message_id=message_id)


@contextlib.contextmanager
def timed(metric: str) -> Iterator[None]:
    """Count how many seconds the work took, and write down all that was counted meanwhile."""
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - began
        _metrics().add_metric(name=metric, unit=MetricUnit.Seconds, value=seconds)
        _metrics().flush_metrics()
