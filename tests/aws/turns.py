"""moto that answers one request at a time.

Its transactions copy the whole table while other threads write to it: some of these writes were
lost, and some copies failed ("dictionary changed size during iteration").
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from moto.core.botocore_stubber import BotocoreStubber

if TYPE_CHECKING:
    import pytest


def in_turn(patch: pytest.MonkeyPatch) -> None:
    """Let no request begin before the last one is answered."""
    turn = threading.RLock()
    process = BotocoreStubber.process_request

    def process_alone(self: BotocoreStubber, request: Any) -> Any:
        with turn:
            return process(self, request)

    patch.setattr(BotocoreStubber, "process_request", process_alone)
