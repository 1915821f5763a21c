"""What every published page goes by: where it changes, all of them are made anew."""

from __future__ import annotations

from linernotes.cloud import Cloud
from linernotes.identity import digest
from linernotes.recipes import RELEASE


def rules(cloud: Cloud, *, known: bool) -> str:
    """Digest of who has a page, of whether likes are `known`, of the address and the release."""
    thresholds = cloud.thresholds.model_dump_json()
    return digest("rules", thresholds, str(known), cloud.root, RELEASE)
