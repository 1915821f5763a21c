"""What a page of audio features shows of a playlist or an artist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from linernotes.figures import FEATURES_SIZE
from linernotes.models import Model
from linernotes.pages.groups import FOLDERS
from linernotes.pages.views import (
    EntityView,
    FeatureLines,
    Picture,
    PlaylistView,
    SoundView,
    TrackLine,
)
from linernotes.sound import LikedSound, ends, figure_of, measured, spreads
from linernotes.thresholds import Thresholds

FIGURE = "audio_features"
MOST = 10  # tracks at either end of a feature


def sound_view(
    folder: str,
    name: str,
    since: datetime,
    lines: Sequence[TrackLine],
    *,
    liked: LikedSound,
    likes_known: bool,
    least: int,
) -> SoundView | None:
    """The view, or `None` where fewer than `least` of the tracks tell any feature.

    Parameters
    ----------
    folder : of the playlist or the artist on the site.
    liked : how the owner's liked tracks sound.
    """
    sounds = {line.track.key: measured(line.track) for line in lines}
    here = spreads(sounds.values(), least)
    if not here:
        return None
    features = []
    for feature, spread in here.items():
        known = [line for line in lines if feature in sounds[line.track.key]]
        ranked = sorted(
            ((line, sounds[line.track.key][feature]) for line in known),
            key=lambda one: (-one[1], one[0].track.name.casefold(), one[0].track.key),
        )
        most, fewest = ends(ranked, MOST)
        features.append(FeatureLines(feature, spread, liked.spreads.get(feature), most, fewest))
    return SoundView(
        folder=folder,
        name=name,
        since=since,
        tracks=len(lines),
        known=sum(bool(sound) for sound in sounds.values()),
        features=tuple(features),
        picture=Picture(f"images/{folder}/audio_features.png", *FEATURES_SIZE),
        likes_known=likes_known,
    )


def with_sound[V: (EntityView, PlaylistView)](
    view: V, liked: LikedSound, thresholds: Thresholds
) -> V:
    """The view of a playlist or an artist with that of its audio features, where it has them."""
    folder = f"{FOLDERS[view.kind]}" if isinstance(view, EntityView) else "playlists"
    sound = sound_view(
        f"{folder}/{view.slug}",
        view.name,
        view.since,
        view.tracks,
        liked=liked,
        likes_known=view.likes_known,
        least=thresholds.feature_tracks,
    )
    return replace(view, sound=sound)


def sound_figures(view: SoundView | None) -> dict[str, Model]:
    """What the figures of such a page show, by kind."""
    if view is None:
        return {}
    here = {one.name: one.here for one in view.features}
    liked = {one.name: one.liked for one in view.features if one.liked}
    return {FIGURE: figure_of(here, LikedSound(spreads=liked))}


def paths_of(view: SoundView | None, drawn: Mapping[str, str]) -> dict[str, str]:
    """Where they stand on the site, with their addresses in the library."""
    return {view.picture.path: drawn[FIGURE]} if view else {}
