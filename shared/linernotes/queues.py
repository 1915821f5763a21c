"""Sending hints on to the next stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from linernotes.errors import Retry
from linernotes.messages import PlaylistHint, PublishHint

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH = 10  # SQS's limit for SendMessageBatch


@dataclass(frozen=True)
class Queues:
    """The queues between the stages, by address."""

    client: SQSClient
    analyze_url: str
    draw_url: str
    publish_url: str

    def analyze(self, pids: Iterable[str], correlation: str) -> None:
        """Ask for the clusters of playlists."""
        self._send(self.analyze_url, pids, correlation)

    def draw(self, pids: Iterable[str], correlation: str) -> None:
        """Ask for the figures of playlists."""
        self._send(self.draw_url, pids, correlation)

    def publish(self, token: str, correlation: str) -> None:
        """Wake the publisher.

        The deduplication id is the DIRTY token: one of the message's content would be remembered
        for five minutes and swallow the next wake-up.
        """
        self.client.send_message(
            QueueUrl=self.publish_url,
            MessageBody=PublishHint(correlation=correlation).model_dump_json(),
            MessageGroupId="publish",
            MessageDeduplicationId=token,
        )

    def _send(self, url: str, pids: Iterable[str], correlation: str) -> None:
        for some in batched(sorted(set(pids)), _BATCH):
            entries: Any = [
                {
                    "Id": str(number),
                    "MessageBody": PlaylistHint(pid=pid, correlation=correlation).model_dump_json(),
                }
                for number, pid in enumerate(some)
            ]
            failed = self.client.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")
            if failed:
                raise Retry(f"a queue did not take {len(failed)} messages: {failed[0]['Code']}")
