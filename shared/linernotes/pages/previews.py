"""The picture that is shown where somebody shares a link to a page, as Open Graph has it.

A page shows one that it names already, so that it is made again whenever that picture comes or
goes: its own scatter, its playlist's card, or the scatter of a playlist that it lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.pages.escaping import shown
from linernotes.pages.views import (
    Clustered,
    ClustersView,
    EntityView,
    HomeView,
    Picture,
    PlaylistLine,
    PlaylistView,
    SoundView,
)

_NAMED = 150  # characters of a name


@dataclass(frozen=True)
class Preview:
    """A picture, and what is to be seen on it in a sentence."""

    picture: Picture
    alt: str


def of_clusters(view: Clustered) -> Preview | None:
    """Give that of a playlist and of all its pages, or of an artist's or the library's clusters."""
    if isinstance(view, PlaylistView) and view.card:
        return Preview(view.card, _card_alt(view))
    return _scatter(view.scatter, view.name)


def of_entity(view: EntityView) -> Preview | None:
    """Give that of an artist, a label or a genre."""
    return _of_moods(view.moods) or _of_playlists(view.playlists)


def of_home(view: HomeView) -> Preview | None:
    """Give that of the library."""
    return _of_moods(view.moods) or _of_playlists(view.playlists)


def of_sound(view: SoundView, whose: PlaylistView | EntityView) -> Preview:
    """Give that of a page of audio features: the one of `whose` page it is, else the figure."""
    own = of_clusters(whose) if isinstance(whose, PlaylistView) else _of_moods(whose.moods)
    name = _name(view.name)
    return own or Preview(
        view.picture, f"How each audio feature is spread over the tracks of {name}."
    )


def _of_moods(view: ClustersView | None) -> Preview | None:
    return of_clusters(view) if view else None


def _of_playlists(lines: Iterable[PlaylistLine]) -> Preview | None:
    """Give the scatter of the playlist with the most tracks that has one, of equals the first."""
    pictured = [line for line in lines if line.scatter]
    most = max(pictured, key=lambda line: line.tracks, default=None)
    return _scatter(most.scatter, most.name) if most else None


def _scatter(picture: Picture | None, name: str) -> Preview | None:
    if picture is None:
        return None
    told = f"Tracks of {_name(name)} as dots, each in the colour of its cluster."
    return Preview(picture, told)


def _card_alt(view: PlaylistView) -> str:
    name = _name(view.name)
    if not view.analysis.clusters:
        return f"The name {name}, and how many tracks it has."
    return f"The tracks of {name} as dots, in the colours of its clusters, and what these are like."


def _name(name: str) -> str:
    return shown(name, _NAMED).text
