"""Where this deployment keeps its things, read from the environment on first use."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from linernotes.thresholds import Thresholds


class Settings(BaseModel):
    """Names and addresses that the template hands to a function.

    A function gets only what it is allowed to use, so an address may be empty.
    """

    model_config = ConfigDict(frozen=True)

    inbox_bucket: str
    library_bucket: str
    site_bucket: str
    catalog_table: str
    ingest_queue_url: str = ""
    analyze_queue_url: str = ""
    draw_queue_url: str = ""
    publish_queue_url: str = ""
    distribution_id: str = ""
    site_url: str = ""
    feature_source: Literal["none", "reccobeats"] = "none"
    feature_requests: int = 50
    refresh_timeout: int = 300
    spotify_pull: Literal["on", "off"] = "off"
    spotify_parameter: str = ""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; raises `ValidationError` naming what is missing."""
    return _read(Settings)


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """Who has a page in this deployment; what the template does not say is as PAGES has it."""
    return _read(Thresholds)


def _read[M: BaseModel](kind: type[M]) -> M:
    known = {field: os.environ.get(field.upper()) for field in kind.model_fields}
    return kind.model_validate({field: value for field, value in known.items() if value})
