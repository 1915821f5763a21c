"""Your taste over time on a page: a figure, a sentence a year, and the numbers behind both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from linernotes.pages import words
from linernotes.pages.bands import WIDTH, Figure, Share, Tick, bands
from linernotes.pages.escaping import Md, markdown, markdown_name
from linernotes.pages.markdown import Column, anchor, folded, join, link
from linernotes.taste import UNPLACED, Taste, Year

TITLE = "Your taste over time"
FEW = 5  # tracks of a year: too few to speak of a mood
_MOSTLY, _BOTH = 0.6, 0.7  # shares of a year's placed tracks
_MOST_TICKS = 7
_LAST_TICK = 93.0  # hundredths of the width: words further right would not fit
_LAST_MONTH = 85.0
_LENGTHS = {1: "a month", 3: "three months", 6: "half a year", 12: "a year", 24: "two years"}
_FIVE_YEARS = "five years"


@dataclass(frozen=True)
class Said:
    """What is to be said of a year, or of several: words around the names of moods."""

    years: str
    before: str
    moods: tuple[tuple[int, str], ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Row:
    """A year's numbers."""

    year: int
    tracks: int
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class TasteNotes:
    """All that a page shows: `lead` tells how many tracks it is of, `caption` what is drawn."""

    figure: Figure
    lead: str
    caption: str
    told: str
    shares: tuple[Share, ...]
    said: tuple[Said, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> dict[int, str]:
        """What the bands are called, by number."""
        return {one.number: one.name for one in self.shares}


def taste_notes(taste: Taste | None) -> TasteNotes | None:
    """Work out what a page shows; nothing where nothing is known."""
    if taste is None:
        return None
    known = f"{taste.known:,} of {words.count(taste.tracks, 'track')}"
    if taste.known == taste.tracks:
        known = f"All {words.count(taste.tracks, 'track')}"
    span = _LENGTHS.get(taste.months, _FIVE_YEARS)
    fullest = max(sum(one.added.values()) for one in taste.spans)
    first, last = taste.years[0].year, taste.years[-1].year
    return TasteNotes(
        figure=_figure(taste),
        lead=f"{known} say when they were added.",
        caption=f"A band is as thick as the tracks that were added in {span}; where all bands "
        f"together are thickest, they stand for {fullest:,}.",
        told=f"From {first} to {last}, one band for each cluster."
        if first != last
        else f"In {first}, one band for each cluster.",
        shares=_shares(_total(taste), taste),
        said=tuple(_said(taste)),
        rows=tuple(Row(one.year, one.tracks, _shares(one.added, taste)) for one in taste.years),
    )


def _total(taste: Taste) -> dict[int, int]:
    numbers = [*taste.moods, UNPLACED]
    return {number: sum(one.added.get(number, 0) for one in taste.years) for number in numbers}


def _shares(added: Mapping[int, int], taste: Taste) -> tuple[Share, ...]:
    """The moods in their order, then what is in none; those without a track are left out."""
    return tuple(
        Share(number, taste.moods.get(number, ""), added[number])
        for number in [*taste.moods, UNPLACED]
        if added.get(number)
    )


def _figure(taste: Taste) -> Figure:
    """The stream: each span's tracks at its middle, nothing at either end."""
    step = WIDTH / len(taste.spans)
    places = [0.0, *((number + 0.5) * step for number in range(len(taste.spans))), WIDTH]
    heights: list[Mapping[int, int]] = [{}, *(one.added for one in taste.spans), {}]
    return Figure(bands(places, heights, middle=True, smooth=True), tuple(_ticks(taste)))


def _ticks(taste: Taste) -> Iterator[Tick]:
    """Beginnings of years, or of months where there are less than two years."""
    first = taste.spans[0].month
    months = len(taste.spans) * taste.months
    years = months >= 24
    steps = (12, 24, 60, 120) if years else (1, 2, 3, 6)
    most = _MOST_TICKS if years else _MOST_TICKS // 2
    step = next((one for one in steps if months / one <= most), steps[-1])
    for month in range(-(-first // step) * step, first + months, step):
        at = round(100 * (month - first) / months, 2)
        if at <= (_LAST_TICK if years else _LAST_MONTH):
            year = str(month // 12)
            yield Tick(at, year if years else f"{words.month(month % 12 + 1)[:3]} {year}")


def _said(taste: Taste) -> Iterator[Said]:
    for empty, group in groupby(taste.years, key=lambda one: one.tracks == 0):
        years = list(group)
        if empty:
            first, last = years[0].year, years[-1].year
            told = str(first) if first == last else f"{first}–{last}"
            yield Said(told, "nothing added")
        else:
            yield from (_of_year(one, taste) for one in years)


def _of_year(year: Year, taste: Taste) -> Said:
    """A year in words, no more of them than its tracks can carry."""
    told, added = str(year.year), f"{words.count(year.tracks, 'track')} added"
    if year.tracks < FEW:
        return Said(told, f"only {added}")
    moods = {number: count for number, count in year.added.items() if number != UNPLACED and count}
    placed = sum(moods.values())
    lost = placed * 2 < year.tracks
    if lost or placed < FEW:
        where = "most of them in no cluster" if lost else f"only {placed} of them in a cluster"
        return Said(told, f"{added}, {where}")
    ranked = sorted(moods.items(), key=lambda item: (-item[1], item[0]))
    (one, most), (other, second) = ranked[0], (*ranked, (0, 0))[1]
    first = (one, taste.moods[one])
    if most >= _MOSTLY * placed:
        whole = most == year.tracks
        held = added if whole else f"{most:,} of {added}"
        return Said(told, "nothing but" if whole else "mostly", (first,), f"({held})")
    if most + second >= _BOTH * placed:
        both = (first, (other, taste.moods[other]))
        return Said(told, "", both, f"({most:,} and {second:,} of {added})")
    if most == second:
        return Said(told, f"a bit of everything ({added})")
    return Said(told, "a bit of everything, most often", (first,), f"({most:,} of {added})")


def taste_section(page: str, clusters: str, taste: Taste | None) -> Iterator[Md]:
    """Lay out sentences and numbers as Markdown; nothing where nothing is known.

    Parameters
    ----------
    page : the file that shows them.
    clusters : the file of the clusters that are told of.
    """
    notes = taste_notes(taste)
    if notes is None:
        return
    yield Md(f"## {TITLE}")
    yield markdown(notes.lead)
    yield join((_sentence(page, clusters, one) for one in notes.said), "\n")
    heads = [
        Column("Year"),
        Column("Tracks", "right"),
        *(Column(_name(one), "right") for one in notes.shares),
    ]
    yield from folded(heads, [_row(one, notes.shares) for one in notes.rows], "year")


def _sentence(page: str, clusters: str, said: Said) -> Md:
    apart = words.between((name for _, name in said.moods), " and ")
    names = (
        link(markdown_name(name), anchor(page, clusters, f"cluster-{number}"))
        for number, name in said.moods
    )
    told = (said.before, join(names, apart), said.after)
    return Md(f"- {said.years}: {' '.join(part for part in told if part)}.")


def _name(share: Share) -> Md:
    return markdown_name(share.name) if share.number else Md("Not placed")


def _row(row: Row, columns: tuple[Share, ...]) -> list[Md]:
    held = {one.number: one.tracks for one in row.shares}
    return [
        Md(str(row.year)),
        Md(str(row.tracks)),
        *(Md(str(held.get(one.number, 0))) for one in columns),
    ]


def taste_data(taste: Taste | None) -> dict[str, Any] | None:
    """Give the numbers for programs: what was added in each span and each year, by mood."""
    if taste is None:
        return None
    return {
        "known": taste.known,
        "of": taste.tracks,
        "months": taste.months,
        "spans": [
            {"from": f"{one.month // 12}-{one.month % 12 + 1:02d}", "added": _counts(one.added)}
            for one in taste.spans
        ],
        "years": [
            {
                "year": one.year,
                "tracks": one.tracks,
                "moods": [
                    {"number": share.number or None, "name": share.name, "tracks": share.tracks}
                    for share in _shares(one.added, taste)
                ],
            }
            for one in taste.years
        ],
    }


def _counts(added: Mapping[int, int]) -> dict[str, int]:
    """Tracks by the number of their cluster; 0 stands for none."""
    return {str(number): count for number, count in sorted(added.items()) if count}
