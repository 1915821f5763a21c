"""Which sources this deployment asks."""

from __future__ import annotations

from linernotes.settings import Settings
from linernotes.sources.features import FeatureSource
from linernotes.sources.reccobeats import ReccoBeats


def feature_source(settings: Settings) -> FeatureSource | None:
    """Where to ask for features; `None` where the owner wants nobody asked."""
    return ReccoBeats() if settings.feature_source == "reccobeats" else None
