"""An entity's share of the tracks under its name: all of them or, of several artists, its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from linernotes.models import Track
from linernotes.namesakes import Namesake, apart
from linernotes.pages.views import EntityView
from linernotes.usecases.entity_views import Member, in_order


@dataclass(frozen=True)
class Share:
    """What is to have a page, with the playlists that it stands in and its tracks in order.

    `spotify` is the id by which it is told from others of its name, of whom there are `ids`
    together; empty where nobody else has the name. `apart`, of the one that stands under the name
    alone, has the things of the others, empty without a page, by Spotify id (empty: of tracks
    without one, where they are not its own).
    """

    thing: str
    members: Sequence[Member]
    tracks: Sequence[Track]
    spotify: str = ""
    ids: int = 0
    apart: Mapping[str, str] = field(default_factory=dict)

    def told_apart(self, view: EntityView) -> EntityView:
        """The view as that of one artist of several."""
        return replace(view, spotify=self.spotify, ids=self.ids) if self.spotify else view


def shares_of(
    thing: str,
    several: Sequence[Namesake],
    paged: Sequence[Namesake],
    *,
    members: Sequence[Member],
    found: Mapping[str, Track],
    hearts: Collection[str],
) -> list[Share]:
    """The shares of the artists of one name that are to have a page, `paged`, of all `several`.

    The first of those stands under the name alone: links go by the name, and the others are known
    through it. Tracks without an id are of the first of all.
    """
    things = {one.id: apart(thing, one.id) if place else thing for place, one in enumerate(paged)}
    leads = {one.id: things.get(one.id, "") for one in several}
    if paged and paged[0] is not several[0]:
        leads[""] = things.get(several[0].id, "")
    shares = []
    for one in paged:
        own = []
        for member in members:
            kept = tuple(key for key in member.membership.tracks if key in one.tracks)
            if kept:
                membership = member.membership.model_copy(update={"tracks": kept})
                own.append(replace(member, membership=membership))
        tracks = in_order((found[key] for key in one.tracks), own, hearts)
        others = {of: to for of, to in leads.items() if of != one.id} if one is paged[0] else {}
        shares.append(Share(things[one.id], own, tracks, one.id, len(several), others))
    return shares
