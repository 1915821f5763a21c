"""Sending hints on to the next stage."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linernotes.aws import THREADS
from linernotes.messages import ExportHint, FigureHint, GatheringHint, PlaylistHint, PublishHint

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


type _Hint = ExportHint | FigureHint | GatheringHint | PlaylistHint


@dataclass(frozen=True)
class Queues:
    """The queues between the stages, by address."""

    client: SQSClient
    ingest_url: str
    analyze_url: str
    draw_url: str
    publish_url: str

    def ingest(self, keys: Iterable[str], correlation: str) -> None:
        """Ask for exports to be read again."""
        self._send(
            self.ingest_url, [ExportHint(key=key, correlation=correlation) for key in sorted(keys)]
        )

    def analyze(self, pids: Iterable[str], correlation: str) -> None:
        """Ask for the clusters of playlists."""
        self._send(self.analyze_url, _playlists(pids, correlation))

    def gatherings(self, things: Iterable[str], correlation: str) -> None:
        """Ask for the clusters of things that are no playlists."""
        hints = [GatheringHint(thing=one, correlation=correlation) for one in sorted(set(things))]
        self._send(self.analyze_url, hints)

    def draw(self, pids: Iterable[str], correlation: str) -> None:
        """Ask for the figures of playlists."""
        self._send(self.draw_url, _playlists(pids, correlation))

    def figures(self, hints: Iterable[FigureHint]) -> None:
        """Ask for figures that pages want and that do not stand yet."""
        self._send(self.draw_url, hints)

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

    def _send(self, url: str, hints: Iterable[_Hint]) -> None:
        """Send one by one: the embedded engine wants a permission for batches that AWS lacks."""

        def send(hint: _Hint) -> None:
            self.client.send_message(QueueUrl=url, MessageBody=hint.model_dump_json())

        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(send, hints))


def _playlists(pids: Iterable[str], correlation: str) -> list[PlaylistHint]:
    return [PlaylistHint(pid=pid, correlation=correlation) for pid in sorted(set(pids))]
