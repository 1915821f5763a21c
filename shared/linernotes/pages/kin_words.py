"""What sounds alike, as pages say it."""

from __future__ import annotations

from linernotes.kin import AkinMood, Kin
from linernotes.pages.escaping import Md, markdown, markdown_name
from linernotes.pages.links import to_file
from linernotes.pages.markdown import Column, anchor, join, link, table
from linernotes.pages.notes import Section, credit
from linernotes.pages.views import TrackLine
from linernotes.pages.words import capital, figure

# From near to far: (at most, words). Nine in ten random halves of one playlist lie within .7 of
# each other, one in ten pairs of playlists within 1.7, and half of all pairs within 3.3; nine in
# ten pairs of moods of one playlist are more than 2.5 apart (docs/clustering.md).
_DISTANCES = ((0.7, "much the same sound"), (1.7, "close"), (2.5, "akin"))
_FAR = "far, but nothing is nearer"


def apart(distance: float) -> str:
    """Say how far something is: `close (0.72 apart)`."""
    words = next((words for most, words in _DISTANCES if distance <= most), _FAR)
    return f"{words} ({figure(distance)} apart)"


def folder_of(slug: str) -> str:
    """The folder of a playlist's page."""
    return f"playlists/{slug}"


def nearest_to(kin: Kin, number: int) -> AkinMood | None:
    """The mood of another playlist that is nearest to cluster `number`."""
    return next((one for one in kin.moods if one.number == number), None)


def fits_of(kin: Kin) -> dict[str, AkinMood]:
    """Where each misfit would be at home, by track key."""
    return {one.track: one for one in kin.fits}


def similar_table(page: str, kin: Kin) -> list[Md]:
    """The playlists that sound alike, in Markdown; nothing where there are none."""
    if not kin.playlists:
        return []
    rows = [
        (
            link(markdown_name(one.name), to_file(page, f"{folder_of(one.slug)}/overview.md")),
            markdown(apart(one.distance)),
        )
        for one in kin.playlists
    ]
    return [Md("## Sounds like"), table((Column("Playlist"), Column("How near")), rows)]


def nearest_line(page: str, kin: Kin, number: int) -> Md:
    """The nearest mood elsewhere, in Markdown; nothing where there is none."""
    found = nearest_to(kin, number)
    if found is None:
        return Md("")
    return Md(f"Nearest elsewhere: {_mood(page, found)}, {markdown(apart(found.distance))}.")


def misfits_line(page: str, kin: Kin, section: Section) -> Md:
    """The misfits of a cluster, and where each would fit, in Markdown; nothing without any."""
    odd = [line for line in section.lines if line.track.key in section.misfits]
    if not odd:
        return Md("")
    homes = fits_of(kin)
    told = (_misfit(page, line, homes.get(line.track.key)) for line in odd)
    return Md(f"Misfits, nearer to another cluster or far from all: {join(told, '; ')}.")


def _misfit(page: str, line: TrackLine, home: AkinMood | None) -> Md:
    name = markdown_name(credit(line))
    return Md(f"{name}, would fit {_mood(page, home)}") if home else name


def _mood(page: str, one: AkinMood) -> Md:
    clusters = f"{folder_of(one.slug)}/clusters/overview.md"
    mood = link(
        markdown_name(capital(one.mood_name)), anchor(page, clusters, f"cluster-{one.mood}")
    )
    return Md(f"{mood} in {markdown_name(one.name)}")
