"""The library bucket: private documents and figures under the hash of what they hold."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_KEPT = 32_000_000  # bytes of documents that a warm process remembers


class _Warm:
    """Bodies of documents by address, the latest of them; rows are read side by side."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, address: str) -> bytes | None:
        return self._bodies.get(address)

    def keep(self, address: str, body: bytes) -> None:
        with self._lock:
            self._bytes += len(body) - len(self._bodies.get(address, b""))
            self._bodies[address] = body
            while self._bytes > _KEPT:
                _, old = self._bodies.popitem(last=False)
                self._bytes -= len(old)

    def clear(self) -> None:
        with self._lock:
            self._bodies.clear()
            self._bytes = 0


@dataclass(frozen=True)
class Library:
    """Content-addressed objects: writing one twice is writing it once."""

    client: S3Client
    bucket: str
    _warm: _Warm = field(default_factory=_Warm)

    def put(self, document: BaseModel) -> str:
        """Store a document and return its address: the SHA-256 of its bytes, in hex."""
        # Not `model_dump_json`: a string takes four times as much where one name has an emoji.
        body = document.__pydantic_serializer__.to_json(document, exclude_defaults=True)
        address = hashlib.sha256(body).hexdigest()
        if self._warm.get(address) is None:
            self.client.put_object(
                Bucket=self.bucket,
                Key=_document(address),
                Body=body,
                ContentType="application/json",
            )
            self._warm.keep(address, body)
        return address

    def get[D: BaseModel](self, kind: type[D], address: str) -> D:
        """The document of `kind` at `address`."""
        return kind.model_validate_json(self.body(address))

    def body(self, address: str) -> bytes:
        """The document at `address` as it is stored."""
        body = self._warm.get(address)
        if body is None:
            body = self.client.get_object(Bucket=self.bucket, Key=_document(address))["Body"].read()
            self._warm.keep(address, body)
        return body

    def has_figure(self, address: str) -> bool:
        """Whether a figure of all that `address` is the hash of was drawn already."""
        try:
            self.client.head_object(Bucket=self.bucket, Key=_figure(address))
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                return False
            raise
        return True

    def put_figure(self, address: str, png: bytes) -> None:
        """Store a figure under the hash of all that it shows."""
        self.client.put_object(
            Bucket=self.bucket, Key=_figure(address), Body=png, ContentType="image/png"
        )

    def figure(self, address: str) -> bytes:
        """The figure at `address`."""
        return self.client.get_object(Bucket=self.bucket, Key=_figure(address))["Body"].read()


def _document(address: str) -> str:
    return f"documents/{address}.json"


def _figure(address: str) -> str:
    return f"figures/{address}.png"
