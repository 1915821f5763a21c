"""Which sources this deployment asks."""

from __future__ import annotations

from linernotes import aws
from linernotes.settings import Settings
from linernotes.sources.features import Asking
from linernotes.sources.grant import Grants
from linernotes.sources.playlists import Pull
from linernotes.sources.reccobeats import ReccoBeats
from linernotes.sources.spotify import Spotify

# What of a night may go by until nobody is asked any more: the rest is for the last answer.
_FEATURES, _PLAYLISTS = 1 / 4, 3 / 4


def feature_source(settings: Settings) -> Asking | None:
    """Where to ask for features; `None` where the owner wants nobody asked."""
    if settings.feature_source == "none":
        return None
    return Asking(ReccoBeats(), settings.feature_requests, settings.refresh_timeout * _FEATURES)


def playlist_source(settings: Settings) -> Pull | None:
    """Where to pull the owner's playlists from; `None` where they are not to be pulled."""
    if settings.spotify_pull == "off":
        return None
    grants = Grants(aws.ssm(), settings.spotify_parameter)
    return Pull(Spotify(), grants, settings.refresh_timeout * _PLAYLISTS)
