"""One client a service, made on first use and kept for the life of the process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

# Threads that talk to AWS side by side; the connection pool holds one connection for each.
THREADS = 16


def _config(*, validated: bool = True) -> Config:
    return Config(
        parameter_validation=validated,
        max_pool_connections=THREADS,
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 6},
    )


@lru_cache(maxsize=1)
def s3() -> S3Client:
    """The S3 client."""
    return boto3.client("s3", config=_config())


@lru_cache(maxsize=1)
def dynamodb() -> DynamoDBClient:
    """The DynamoDB client.

    It does not look at every value of every row before it sends them: that took a quarter of the
    time of a large export, and there is one place that makes rows (`linernotes.catalog.table`).
    """
    return boto3.client("dynamodb", config=_config(validated=False))


@lru_cache(maxsize=1)
def sqs() -> SQSClient:
    """The SQS client."""
    return boto3.client("sqs", config=_config())


@lru_cache(maxsize=1)
def cloudfront() -> CloudFrontClient:
    """The CloudFront client."""
    return boto3.client("cloudfront", config=_config())


@lru_cache(maxsize=1)
def ssm() -> SSMClient:
    """The Systems Manager client."""
    return boto3.client("ssm", config=_config())


def side_by_side[T, R](do: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """What `do`, which talks to AWS, answers for each of `things`, in their order.

    Sixteen at a time, and no more of `things` are asked for than that.
    """
    left = iter(things)
    done: list[R] = []
    with ThreadPoolExecutor(THREADS) as threads:
        while some := list(islice(left, THREADS)):
            done.extend(threads.map(do, some))
    return done
