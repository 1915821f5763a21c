"""Everything that a use case touches outside itself, in one place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from linernotes import aws
from linernotes.catalog import Catalog
from linernotes.catalog.table import Table
from linernotes.inbox import Inbox
from linernotes.library import Library
from linernotes.queues import Queues
from linernotes.settings import settings, thresholds
from linernotes.site import Site
from linernotes.thresholds import Thresholds


@dataclass(frozen=True)
class Cloud:
    """Buckets, catalog, queues, clock, a source of tokens that never repeat; who gets a page.

    `root` is the site's own address, `https://…/`, empty where it is not known.
    """

    inbox: Inbox
    library: Library
    catalog: Catalog
    site: Site
    queues: Queues
    now: Callable[[], datetime]
    token: Callable[[], str]
    thresholds: Thresholds
    root: str = ""


@lru_cache(maxsize=1)
def cloud() -> Cloud:
    """The deployment that this process belongs to."""
    names = settings()
    library = Library(aws.s3(), names.library_bucket)
    return Cloud(
        inbox=Inbox(aws.s3(), names.inbox_bucket),
        library=library,
        catalog=Catalog(Table(aws.dynamodb(), names.catalog_table), library),
        site=Site(
            aws.s3(),
            names.site_bucket,
            aws.cloudfront() if names.distribution_id else None,
            names.distribution_id,
        ),
        queues=Queues(
            aws.sqs(),
            names.ingest_queue_url,
            names.analyze_queue_url,
            names.draw_queue_url,
            names.publish_queue_url,
        ),
        now=lambda: datetime.now(UTC),
        token=lambda: uuid.uuid4().hex,
        thresholds=thresholds(),
        root=names.site_url,
    )
