"""Structured logs, the logger made on first use."""

from __future__ import annotations

from functools import lru_cache

from aws_lambda_powertools import Logger


@lru_cache(maxsize=1)
def logger() -> Logger:
    """The logger of this process: one JSON object a line, times in UTC."""
    return Logger(service="linernotes", utc=True)
