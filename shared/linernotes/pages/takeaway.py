"""Moods to take away: each as a table, and as addresses ready to paste into a new playlist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from linernotes.pages.csv_files import TRACK_TITLES, csv_of, track_cells
from linernotes.pages.links import track_address
from linernotes.pages.notes import Notes
from linernotes.pages.views import PageFile, TrackLine

# So many tracks say what a mood is like; a player shows as many on a page.
TYPICAL = 20

CSV = "text/csv; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Takeaway:
    """Files of a list of tracks.

    `table`, `addresses` and `typical` are paths on the site; the last two are empty where no track
    is on Spotify, the last also where no more than `TYPICAL` tracks are. `addressed` tracks are on
    Spotify; the others cannot be pasted into a playlist. `parts` are those of the moods within.
    """

    table: str
    addresses: str
    typical: str
    addressed: int
    lines: tuple[TrackLine, ...]
    parts: tuple[Takeaway, ...] = ()


def takeaway(path: str, lines: Sequence[TrackLine], parts: tuple[Takeaway, ...] = ()) -> Takeaway:
    """Name the files of a list of tracks, the most typical first; `path` is without an ending."""
    addressed = sum(bool(track_address(line.track)) for line in lines)
    return Takeaway(
        table=f"{path}.csv",
        addresses=f"{path}.txt" if addressed else "",
        typical=f"{path}_typical.txt" if addressed > TYPICAL else "",
        addressed=addressed,
        lines=tuple(lines),
        parts=parts,
    )


def of_notes(folder: str, notes: Notes) -> dict[int, Takeaway]:
    """Name the files of every cluster of the page in `folder`, by its number."""
    return {
        section.number: takeaway(
            f"{folder}/cluster_{section.number}",
            section.lines,
            tuple(
                takeaway(f"{folder}/cluster_{section.number}_{place}", part.lines)
                for place, part in enumerate(section.parts, start=1)
            ),
        )
        for section in notes.sections
    }


def files(folder: str, notes: Notes) -> tuple[PageFile, ...]:
    """Write the files of every cluster and sub-mood of the page in `folder`."""
    moods = of_notes(folder, notes).values()
    return tuple(file for mood in moods for one in (mood, *mood.parts) for file in written(one))


def written(one: Takeaway) -> tuple[PageFile, ...]:
    """Write the files of a list of tracks."""
    table = csv_of(TRACK_TITLES, (track_cells(line.track) for line in one.lines))
    made = [PageFile(one.table, table, CSV)]
    if one.addresses:
        made.append(PageFile(one.addresses, addresses(one.lines), TEXT))
    if one.typical:
        typical = islice((line for line in one.lines if track_address(line.track)), TYPICAL)
        made.append(PageFile(one.typical, addresses(typical), TEXT))
    return tuple(made)


def addresses(lines: Iterable[TrackLine]) -> bytes:
    """Write the tracks' addresses at Spotify, one a line.

    A player takes them as they are: copied all together, pasted into an empty playlist.
    """
    known = (track_address(line.track) for line in lines)
    return "".join(f"{address}\n" for address in known if address).encode()
