"""Asking a server that may be slow, busy, wrong or hostile."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader

from linernotes.errors import Refused
from linernotes.formats import strict_json

_ATTEMPTS = 4
_LONGEST_WAIT = 30  # seconds that a server may have us wait; what is longer waits for tomorrow
_LONGEST_ANSWER = 8_000_000  # bytes
_CHUNK = 65_536
_SLOWEST = 60.0  # seconds that an answer may take to arrive, once it begins
_BUSY = (429, 500, 502, 503, 504)


class Unavailable(Exception):
    """The server did not answer as it should; `status` is 0 where it did not answer at all."""

    def __init__(self, why: str, status: int = 0, body: Any = None) -> None:
        super().__init__(why)
        self.status = status
        self.body = body


class _Obedient(Retry):
    """Asks again when the server says, and where that is too late, not at all."""

    def sleep_for_retry(self, response: BaseHTTPResponse) -> bool:
        """Wait as long as the server wants; raises `Unavailable` where it wants too long."""
        try:
            wanted = self.get_retry_after(response) or 0
        except (InvalidHeader, ValueError, OverflowError):  # nothing that can be reckoned with
            wanted = math.inf
        if wanted > _LONGEST_WAIT:
            raise Unavailable("it wants to be left alone for longer than we wait", response.status)
        return super().sleep_for_retry(response)


class Server:
    """One server, by the beginning of its addresses.

    `pause` multiplies what is waited between two attempts, `read` is how long a silence may be and
    `longest` how long an answer may take; all in seconds.
    """

    def __init__(
        self, address: str, *, pause: float = 1.0, read: float = 20.0, longest: float = _SLOWEST
    ) -> None:
        self._address = address.rstrip("/")
        self._retries = _Obedient(
            total=_ATTEMPTS,
            redirect=False,
            status_forcelist=_BUSY,
            allowed_methods=None,
            backoff_factor=pause,
            backoff_max=_LONGEST_WAIT,
            raise_on_status=False,
        )
        self._longest = longest
        self._pool = PoolManager(num_pools=1, timeout=Timeout(connect=5, read=read))

    def get(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON at `path`; raises `Unavailable`."""
        return self._ask("GET", path, dict(fields or {}), dict(headers or {}))

    def post(self, path: str, fields: Mapping[str, str]) -> Any:
        """The JSON that a form is answered with; raises `Unavailable`."""
        return self._ask("POST", path, dict(fields), {}, encode_multipart=False)

    def _ask(
        self, method: str, path: str, fields: dict[str, str], headers: dict[str, str], **more: Any
    ) -> Any:
        try:
            answer = self._pool.request(
                method,
                self._address + path,
                fields=fields,
                headers={"Accept": "application/json", **headers},
                retries=self._retries,
                preload_content=False,
                **more,
            )
            try:
                raw = self._body(answer)
            finally:
                answer.close()
        except HTTPError as error:
            raise Unavailable(f"{self._address} does not answer: {type(error).__name__}") from error
        told = _json(raw)
        if answer.status != 200:
            raise Unavailable(f"{self._address} answered {answer.status}", answer.status, told)
        if told is None:
            raise Unavailable(f"{self._address} answered something that is not JSON")
        return told

    def _body(self, answer: BaseHTTPResponse) -> bytes:
        """All of an answer, unless it is too long or comes too slowly."""
        deadline = time.monotonic() + self._longest
        raw = bytearray()
        while some := answer.read1(_CHUNK):
            raw += some
            if len(raw) > _LONGEST_ANSWER or time.monotonic() > deadline:
                raise Unavailable(f"{self._address} answers without end")
        return bytes(raw)


def _json(raw: bytes) -> Any:
    """What an answer says, read as warily as an export; `None` where it is none of JSON."""
    try:
        raw.decode()
        return strict_json.parse(raw)
    except (UnicodeDecodeError, Refused):
        return None
