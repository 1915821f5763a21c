"""The inbox bucket: what stands at an object key, read by listing its versions.

An event says only that something happened at a key. Which version it tells of is not trusted:
what stands is the newest version that reads, above the newest deletion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from linernotes.errors import Refused, Retry
from linernotes.models import ExportReading, Refusal

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_TRIED = 10  # unreadable versions that are looked under before giving up


@dataclass(frozen=True)
class Version:
    """One entry of a key's history; `version_id` is empty for a deletion."""

    version_id: str
    since: datetime
    digest: str = ""
    size: int = 0


@dataclass(frozen=True)
class Standing:
    """What stands at a key.

    `version` and `reading` are of the newest version that reads, `None` where there is none.
    `since` is when these bytes first came. `refusals` are of newer versions, newest first.
    `history` are the versions and deletions that this was told from, newest first.
    `empty` says that the key was deleted or never written; where it is false and there is no
    version, what was read before stays.
    """

    empty: bool
    version: Version | None = None
    reading: ExportReading | None = None
    since: datetime | None = None
    refusals: tuple[Refusal, ...] = ()
    history: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Listed:
    """The newest version at a key, as a listing of the bucket tells it."""

    key: str
    since: datetime
    digest: str
    size: int


@dataclass(frozen=True)
class Inbox:
    """The versioned bucket that exports are dropped into."""

    client: S3Client
    bucket: str

    def standing(self, key: str) -> Standing:
        """Read what stands at `key`."""
        # Ingest alone reads exports; the other functions start without the readers.
        from linernotes import formats  # noqa: PLC0415 - see the line above

        history = self.history(key)
        refusals: list[Refusal] = []
        for version in history[:_TRIED]:
            if not version.version_id:
                return Standing(empty=True, refusals=tuple(refusals), history=history)
            try:
                reading = formats.read(self._body(key, version), key)
            except Refused as refused:
                refusals.append(
                    Refusal(
                        since=_seconds(version.since),
                        size=version.size,
                        reason=refused.reason,
                        place=refused.place,
                        advice=refused.advice,
                    )
                )
                continue
            same = (v for v in history if (v.digest, v.size) == (version.digest, version.size))
            since = _seconds(min(v.since for v in same))
            return Standing(
                empty=False,
                version=version,
                reading=reading,
                since=since,
                refusals=tuple(refusals),
                history=history,
            )
        return Standing(empty=not history, refusals=tuple(refusals), history=history)

    def listing(self) -> Iterator[Listed]:
        """What lies at every key, deleted ones left out, by key."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        for page in pages:
            for found in page.get("Contents", []):
                if not found["Key"].endswith("/"):  # the console's way of making a folder
                    yield Listed(
                        key=found["Key"],
                        since=_seconds(found["LastModified"]),
                        digest=found["ETag"].strip('"'),
                        size=found["Size"],
                    )

    def put(self, key: str, body: bytes) -> None:
        """Drop an export."""
        self.client.put_object(
            Bucket=self.bucket, Key=key, Body=body, ContentType="application/json"
        )

    def _body(self, key: str, version: Version) -> bytes:
        from linernotes.formats.limits import check_size  # noqa: PLC0415 - as in `standing`

        check_size(version.size)
        try:
            answer = self.client.get_object(
                Bucket=self.bucket, Key=key, VersionId=version.version_id
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchVersion":
                raise Retry(f"a version of {key} was deleted while it was being read") from error
            raise
        return answer["Body"].read()

    def history(self, key: str) -> tuple[Version, ...]:
        """The versions and deletions of `key`, newest first.

        S3 lists both in one order but botocore hands them out as two lists, so they are merged by
        time; in a tie the deletion is the newer one, unless S3 says which is the latest.
        """
        entries = sorted(
            self._entries(key), key=lambda entry: (entry[0], entry[1].since, entry[2]), reverse=True
        )
        return tuple(version for _, version, _ in entries)

    def _entries(self, key: str) -> Iterator[tuple[bool, Version, bool]]:
        """Each entry as (is the latest, version, is a deletion)."""
        pages = self.client.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket, Prefix=key
        )
        for page in pages:
            longer = False  # keys come in order: the key itself before those that it begins
            for found in page.get("Versions", []):
                longer = longer or found["Key"] != key
                if found["Key"] == key:
                    yield (
                        found["IsLatest"],
                        Version(
                            version_id=found["VersionId"],
                            since=found["LastModified"],
                            digest=found["ETag"].strip('"'),
                            size=found["Size"],
                        ),
                        False,
                    )
            for marker in page.get("DeleteMarkers", []):
                longer = longer or marker["Key"] != key
                if marker["Key"] == key:
                    yield marker["IsLatest"], Version("", marker["LastModified"]), True
            if longer:
                return


def _seconds(moment: datetime) -> datetime:
    """S3 tells whole seconds; an engine that tells more must not make other pages."""
    return moment.astimezone(UTC).replace(microsecond=0)
