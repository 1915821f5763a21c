"""The site bucket: what readers see. Only publish writes to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from linernotes.errors import Retry

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_s3 import S3Client

_DELETE_BATCH = 1000
_EXACT_PATHS = 15  # more exact paths than that cost more than they save
# Names with a hash never change; all else may, and CloudFront is told when it does.
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60, s-maxage=86400"


def cache_control(path: str) -> str:
    """For how long browsers and CloudFront may keep an object without asking again."""
    return _FOREVER if path.startswith("assets/") else _SHORT


@dataclass(frozen=True)
class Site:
    """The bucket behind CloudFront, and the distribution in front of it (may be empty)."""

    client: S3Client
    bucket: str
    cloudfront: CloudFrontClient | None = None
    distribution: str = ""

    def put(self, path: str, body: bytes, content_type: str) -> None:
        """Write one object."""
        self.client.put_object(
            Bucket=self.bucket,
            Key=path,
            Body=body,
            ContentType=content_type,
            CacheControl=cache_control(path),
        )

    def paths(self) -> set[str]:
        """Of every object there is."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {one["Key"] for page in pages for one in page.get("Contents", [])}

    def delete(self, paths: Iterable[str]) -> None:
        """Delete objects; one that is not there is no error."""
        for some in batched(paths, _DELETE_BATCH):
            objects: Any = [{"Key": path} for path in some]
            answer = self.client.delete_objects(
                Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True}
            )
            if answer.get("Errors"):
                raise Retry(f"{answer['Errors'][0].get('Key')} could not be deleted")

    def forget(self, paths: Iterable[str], token: str) -> None:
        """Tell CloudFront that `paths` changed, `*` for all of them.

        `token` makes telling twice telling once.
        """
        if self.cloudfront is None or not self.distribution:
            return
        exact = sorted({form for path in paths for form in _forms(path)})
        if len(exact) > _EXACT_PATHS:
            exact = ["/*"]
        if exact:
            self.cloudfront.create_invalidation(
                DistributionId=self.distribution,
                InvalidationBatch={
                    "CallerReference": token,
                    "Paths": {"Quantity": len(exact), "Items": exact},
                },
            )


def _forms(path: str) -> set[str]:
    """The addresses under which CloudFront may have cached an object."""
    address = "/" + quote(path, safe="/*")
    return {address, address.removesuffix("index.html")}
