"""SQS in memory: messages that are visible or in flight, and a FIFO queue of one group."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from tests.memory.gate import Gate, refused, through


@dataclass
class Message:
    """A message. It is in flight under `receipt` until deleted, or lapsed to be seen again."""

    number: int
    body: str
    received: int = 0
    receipt: str = ""


@dataclass
class Queue:
    """One queue; `seen` are the deduplication ids of a FIFO queue's last five minutes."""

    fifo: bool
    messages: list[Message] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def visible(self) -> list[Message]:
        """What may be received: of a FIFO queue nothing while something is in flight."""
        if self.fifo and any(one.receipt for one in self.messages):
            return []
        return [one for one in self.messages if not one.receipt]


class MemorySqs:
    """A client of queues by address, which are made by being named; `.fifo` makes one FIFO."""

    def __init__(self, gate: Gate = through) -> None:
        self.gate = gate
        self.queues: dict[str, Queue] = {}
        self._made = 0

    def queue(self, url: str) -> Queue:
        """The queue at an address."""
        if url not in self.queues:
            self.queues[url] = Queue(fifo=url.endswith(".fifo"))
        return self.queues[url]

    def restore(self, other: MemorySqs) -> None:
        """Hold what another holds."""
        self.queues = copy.deepcopy(other.queues)
        self._made = other._made

    def send_message(self, **call: Any) -> Any:
        return self.gate("sqs.SendMessage", call, lambda: self._send(call))

    def receive_message(self, **call: Any) -> Any:
        return self.gate("sqs.ReceiveMessage", call, lambda: self._receive(call))

    def delete_message(self, **call: Any) -> Any:
        return self.gate("sqs.DeleteMessage", call, lambda: self._delete(call))

    def _send(self, call: dict[str, Any]) -> Any:
        queue = self.queue(call["QueueUrl"])
        if queue.fifo:
            if "MessageGroupId" not in call or "MessageDeduplicationId" not in call:
                raise refused("SendMessage", "InvalidParameterValue")
            if call["MessageDeduplicationId"] in queue.seen:
                return {"MessageId": "0"}
            queue.seen.add(call["MessageDeduplicationId"])
        self._made += 1
        queue.messages.append(Message(self._made, call["MessageBody"]))
        return {"MessageId": str(self._made)}

    def _receive(self, call: dict[str, Any]) -> Any:
        queue = self.queue(call["QueueUrl"])
        found = queue.visible()[: call.get("MaxNumberOfMessages", 1)]
        for one in found:
            self.take(one)
        told = [
            {
                "MessageId": str(one.number),
                "Body": one.body,
                "ReceiptHandle": one.receipt,
                "Attributes": {"ApproximateReceiveCount": str(one.received)},
            }
            for one in found
        ]
        return {"Messages": told} if told else {}

    def take(self, message: Message) -> str:
        """Put a message in flight; its receipt."""
        message.received += 1
        message.receipt = f"{message.number}-{message.received}"
        return message.receipt

    def lapse(self, url: str, receipt: str) -> None:
        """Let a message that is in flight be seen again, if this receipt still holds it."""
        for one in self.queue(url).messages:
            if one.receipt == receipt:
                one.receipt = ""

    def _delete(self, call: dict[str, Any]) -> Any:
        queue, receipt = self.queue(call["QueueUrl"]), call["ReceiptHandle"]
        # An old receipt deletes too, as long as nobody else has the message: so does SQS.
        number = receipt.split("-")[0]
        queue.messages = [
            one
            for one in queue.messages
            if not (str(one.number) == number and one.receipt in ("", receipt))
        ]
        return {}
