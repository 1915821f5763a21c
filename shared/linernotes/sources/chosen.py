"""Which sources this deployment asks."""

from __future__ import annotations

from linernotes import aws
from linernotes.settings import Settings
from linernotes.sources.features import FeatureSource
from linernotes.sources.grant import Grants
from linernotes.sources.playlists import Pull
from linernotes.sources.reccobeats import ReccoBeats
from linernotes.sources.spotify import Spotify


def feature_source(settings: Settings) -> FeatureSource | None:
    """Where to ask for features; `None` where the owner wants nobody asked."""
    return ReccoBeats() if settings.feature_source == "reccobeats" else None


def playlist_source(settings: Settings) -> Pull | None:
    """Where to pull the owner's playlists from; `None` where they are not to be pulled."""
    if settings.spotify_pull == "off":
        return None
    grants = Grants(aws.ssm(), settings.spotify_parameter)
    return Pull(Spotify(), grants, settings.refresh_timeout / 2)
