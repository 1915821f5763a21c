"""S3 in memory: versioned and plain buckets, the operations that are used, each of them atomic."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.memory.gate import Gate, Pages, refused, through

_FIRST = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A version of a key, or a deletion (`body` is `None`)."""

    version: str
    since: datetime
    body: bytes | None

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.body or b"").hexdigest()}"'


class MemoryS3:
    """A client of any number of buckets, which are made by being written to.

    The buckets in `versioned` keep versions. Its clock moves on a second with each version, so that
    the order of versions is also that of their times.
    """

    def __init__(self, versioned: frozenset[str] = frozenset(), gate: Gate = through) -> None:
        self.gate = gate
        self.versioned = versioned
        # Newest first, as S3 lists them.
        self.buckets: dict[str, dict[str, list[Entry]]] = {}
        self._made = 0

    def put_object(self, **call: Any) -> Any:
        return self.gate("s3.PutObject", call, lambda: self._put(call))

    def get_object(self, **call: Any) -> Any:
        return self.gate("s3.GetObject", call, lambda: self._get("GetObject", call))

    def head_object(self, **call: Any) -> Any:
        return self.gate("s3.HeadObject", call, lambda: self._head(call))

    def delete_object(self, **call: Any) -> Any:
        return self.gate("s3.DeleteObject", call, lambda: self._delete(call))

    def delete_objects(self, **call: Any) -> Any:
        return self.gate("s3.DeleteObjects", call, lambda: self._delete_all(call))

    def list_object_versions(self, **call: Any) -> Any:
        return self.gate("s3.ListObjectVersions", call, lambda: self._versions(call))

    def list_objects_v2(self, **call: Any) -> Any:
        return self.gate("s3.ListObjectsV2", call, lambda: self._list(call))

    def get_paginator(self, operation: str) -> Pages:
        return Pages(getattr(self, operation))

    def restore(self, other: MemoryS3) -> None:
        """Hold what another holds."""
        self.buckets = {
            bucket: {key: [*entries] for key, entries in keys.items()}
            for bucket, keys in other.buckets.items()
        }
        self._made = other._made

    def objects(self, bucket: str) -> dict[str, bytes]:
        """What stands at every key of a bucket."""
        found = {key: entries[0].body for key, entries in self._keys(bucket) if entries}
        return {key: body for key, body in found.items() if body is not None}

    def _keys(self, bucket: str) -> list[tuple[str, list[Entry]]]:
        return sorted(self.buckets.get(bucket, {}).items(), key=lambda one: one[0].encode())

    def _entries(self, call: dict[str, Any]) -> list[Entry]:
        return self.buckets.setdefault(call["Bucket"], {}).setdefault(call["Key"], [])

    def wait(self, seconds: int) -> None:
        """Let so much time go by."""
        self._made += seconds

    def _next(self, body: bytes | None) -> Entry:
        self._made += 1
        return Entry(f"v{self._made}", _FIRST + timedelta(seconds=self._made), body)

    def _put(self, call: dict[str, Any]) -> Any:
        entries = self._entries(call)
        made = self._next(bytes(call["Body"]))
        if call["Bucket"] not in self.versioned:
            entries.clear()
        entries.insert(0, made)
        return {"ETag": made.etag, "VersionId": made.version}

    def _get(self, operation: str, call: dict[str, Any]) -> Any:
        entries = self.buckets.get(call["Bucket"], {}).get(call["Key"], [])
        version = call.get("VersionId")
        if version is None:
            found = entries[0] if entries else None
        else:
            found = next((one for one in entries if one.version == version), None)
            if found is None:
                raise refused(operation, "NoSuchVersion")
        if found is None or found.body is None:
            raise refused(operation, "NoSuchKey")
        return {"Body": io.BytesIO(found.body), "ContentLength": len(found.body)}

    def _head(self, call: dict[str, Any]) -> Any:
        if call["Key"] not in self.objects_of(call["Bucket"]):
            raise refused("HeadObject", "404")
        return {}

    def objects_of(self, bucket: str) -> set[str]:
        """The keys at which something stands."""
        found = self.buckets.get(bucket, {})
        return {key for key, entries in found.items() if entries and entries[0].body is not None}

    def _delete(self, call: dict[str, Any]) -> Any:
        entries = self._entries(call)
        if version := call.get("VersionId"):
            entries[:] = [one for one in entries if one.version != version]
            return {"VersionId": version}
        if call["Bucket"] not in self.versioned:
            entries.clear()
            return {}
        made = self._next(None)
        entries.insert(0, made)
        return {"VersionId": made.version, "DeleteMarker": True}

    def _delete_all(self, call: dict[str, Any]) -> Any:
        asked = call["Delete"]["Objects"]
        if not 0 < len(asked) <= 1000:
            raise refused("DeleteObjects", "MalformedXML")
        for one in asked:
            self._delete({"Bucket": call["Bucket"], **one})
        return {}

    def _versions(self, call: dict[str, Any]) -> Any:
        versions, markers = [], []
        for key, entries in self._keys(call["Bucket"]):
            if key.startswith(call.get("Prefix", "")):
                for place, one in enumerate(entries):
                    told: dict[str, Any] = {
                        "Key": key,
                        "VersionId": one.version,
                        "IsLatest": place == 0,
                        "LastModified": one.since,
                    }
                    if one.body is None:
                        markers.append(told)
                    else:
                        versions.append(told | {"ETag": one.etag, "Size": len(one.body)})
        found = {"Versions": versions, "DeleteMarkers": markers}
        return {name: entries for name, entries in found.items() if entries}

    def _list(self, call: dict[str, Any]) -> Any:
        found = [
            {"Key": key, "Size": len(entries[0].body), "ETag": entries[0].etag}
            | {"LastModified": entries[0].since}
            for key, entries in self._keys(call["Bucket"])
            if key.startswith(call.get("Prefix", "")) and entries and entries[0].body is not None
        ]
        return {"Contents": found} if found else {}
