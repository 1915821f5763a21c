"""Pages as HTML: made from the same views as the Markdown, never from the Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linernotes.models import Trait
from linernotes.pages import (
    groups,
    inbox_words,
    kin_words,
    links,
    previews,
    sign_ins,
    sound_words,
    static_files,
    takeaway,
    words,
)
from linernotes.pages.change_words import ON_HOME
from linernotes.pages.escaping import html_name, one_line, shown, url_path
from linernotes.pages.history import day as point_day
from linernotes.pages.history import history_notes
from linernotes.pages.notes import (
    FIRST_ROWS,
    Notes,
    common_art,
    credit,
    examples,
    labels_of,
    measured_by,
    missing,
    missing_on_home,
    title_of,
)
from linernotes.pages.order_notes import arc_of, has_order
from linernotes.pages.scatter import drawing, specks
from linernotes.pages.taste import taste_notes
from linernotes.pages.views import Clustered, EntityView, HomeView, InboxView, PlaylistView
from linernotes.palette import CLUSTER_COLOURS, PAPER, place

SPINE = 1000  # user units along the bar of a playlist's clusters
_DESCRIBED = 150
# A centre this many deviations from the playlist's mean fills its half of the bar.
_FULL_BAR = 1.5


@dataclass(frozen=True)
class Stripe:
    """A cluster's part of the bar that shows a playlist's make-up; number 0 is not placed."""

    number: int
    x: float
    width: float


def overview(view: PlaylistView, notes: Notes, root: str = "") -> bytes:
    """Render the page of a playlist."""
    return render(
        "playlist.html",
        f"playlists/{view.slug}/index.html",
        root,
        title=shown(view.name).text,
        description=_describe(view, notes),
        preview=previews.of_clusters(view),
        view=view,
        notes=notes,
        stripes=stripes(notes),
        ordered=has_order(view),
        drawing=drawing(view.analysis, notes),
        taste=taste_notes(view.taste),
        history=history_notes(view.history),
        groups=groups.of_playlist(view),
        art=common_art(view.tracks),
        measured_by=measured_by(view.tracks),
        missing=missing(view.tracks, notes.columns),
    )


def entity(view: EntityView, notes: Notes, root: str = "") -> bytes:
    """Render the page of an artist, a label or a genre."""
    held = words.count(len(view.tracks), "track")
    held_by = groups.held_by(view)
    on = words.count(held_by, "playlist")
    name = shown(view.name).text
    return render(
        "entity.html",
        f"{groups.FOLDERS[view.kind]}/{view.slug}/index.html",
        root,
        title=name,
        description=shown(f"{name}: {held} on {on}.", _DESCRIBED).text,
        preview=previews.of_entity(view),
        view=view,
        notes=notes,
        here=f"{groups.FOLDERS[view.kind]}/{view.slug}",
        held_by=held_by,
        groups=groups.of_entity(view),
        featured=groups.playlists(view.playlists, view.likes_known, view.playlists_beyond),
        at_spotify=links.group_at_spotify(view.kind, view.name, view.spotify),
        art=view.art or common_art(view.tracks),
        missing=missing(view.tracks, notes.columns),
    )


def clusters(view: Clustered, notes: Notes, root: str = "") -> bytes:
    """Render the page of the clusters of a playlist, an artist or the library."""
    return render(
        "clusters.html",
        f"{view.clusters_folder}/index.html",
        root,
        title=f"Clusters in {shown(view.name).text}",
        description=_describe(view, notes),
        preview=previews.of_clusters(view),
        view=view,
        notes=notes,
        stripes=stripes(notes),
        fits=kin_words.fits_of(view.kin),
        taken=takeaway.of_notes(view.clusters_folder, notes),
        here=f"playlists/{view.slug}" if isinstance(view, PlaylistView) else view.folder,
        ordered=arc_of(view) if isinstance(view, PlaylistView) and has_order(view) else "",
        note="" if isinstance(view, PlaylistView) else view.note,
        drawing=drawing(view.analysis, notes),
        axes=words.axes(view.analysis),
        ends=[words.axis_ends(axis) for axis in view.analysis.axes],
        facts=words.facts(view.analysis, notes.placed, [line.track for line in view.tracks]),
        missing=missing(view.tracks, notes.columns),
    )


def home(view: HomeView, root: str = "") -> bytes:
    """Render the library's page."""
    held = words.count(len(view.playlists), "playlist")
    return render(
        "home.html",
        "index.html",
        root,
        title="Liner notes",
        description=f"{held}: which moods each falls into, and who is on it.",
        preview=previews.of_home(view),
        view=view,
        groups=groups.of_library(view),
        taste=taste_notes(view.taste),
        missing=[line for line in [missing_on_home(view)] if line],
        updated=max((line.since for line in view.playlists), default=None),
    )


def inbox(view: InboxView, root: str = "") -> bytes:
    """Render the page that tells what became of every export."""
    return render(
        "inbox.html",
        "inbox/index.html",
        root,
        title="Inbox",
        description="Every export: what it was read as, and what was left out and why.",
        view=view,
        updated=max((line.since for line in view.exports), default=None),
    )


def not_found() -> bytes:
    """Render the page for an address where nothing is; it is shown at any address."""
    return render("404.html", "404.html", title="Not here", description="There is no such page.")


def stripes(notes: Notes) -> tuple[Stripe, ...]:
    """Share the bar's length among the clusters and what is not placed."""
    return shares([len(section.lines) for section in notes.sections], len(notes.unplaced))


def shares(placed: Sequence[int], unplaced: int = 0) -> tuple[Stripe, ...]:
    """Share the bar's length by the tracks of each cluster, and those that are not placed."""
    counts = [*enumerate(placed, start=1), (0, unplaced)]
    total = sum(tracks for _, tracks in counts)
    made, done = [], 0
    for number, tracks in counts:
        if tracks:
            x = round(SPINE * done / total, 1)
            done += tracks
            made.append(Stripe(number, x, round(SPINE * done / total - x, 1)))
    return tuple(made)


def initials(name: str) -> str:
    """Give the one or two letters that stand for a thing without a picture."""
    letters = [
        next((c for c in word if unicodedata.category(c)[0] in "LN"), "")
        for word in shown(name).text.split()
    ]
    found = "".join(letter for letter in letters if letter)[:2]
    if not found:
        return "♪"
    # An ideograph fills the tile as two letters would.
    return found[:1] if unicodedata.east_asian_width(found[0]) == "W" else found.upper()


def bar(trait: Trait) -> tuple[float, float]:
    """Give start and width, in hundredths, of a trait's bar around the middle."""
    reach = round(min(abs(trait.z) / _FULL_BAR, 1) * 50, 1)
    return (50.0, reach) if trait.z > 0 else (50 - reach, reach)


def colour_of(name: str) -> int:
    """Pick one of the cluster colours for a thing's tile, always the same for its name."""
    return crc32(name.encode("utf-8", "replace")) % len(CLUSTER_COLOURS) + 1


def _describe(view: Clustered, notes: Notes) -> str:
    told = [words.count(len(view.tracks), "track")]
    if notes.artists:
        told.append(words.count(notes.artists, "artist"))
    if notes.sections:
        names = words.listed(shown(section.name).text for section in notes.sections)
        told.append(f"{words.count(len(notes.sections), 'cluster')} ({names})")
    return shown(f"{shown(view.name).text}: {', '.join(told)}.", _DESCRIBED).text


def render(template: str, page: str, root: str = "", **values: Any) -> bytes:
    """Fill in a template; `page` is the path of the file that it becomes."""

    def folder(target: str) -> str:
        return links.to_folder(page, target)

    def asset(target: str) -> str:
        return links.to_asset(page, target)

    def absolute(target: str) -> str:
        return root.rstrip("/") + "/" + url_path(target) if root else asset(target)

    made = _environment().get_template(template)
    values |= {"page": page, "folder": folder, "asset": asset, "absolute": absolute}
    rendered = made.render(canonical=root and absolute(page.removesuffix("index.html")), **values)
    return (rendered.strip() + "\n").encode()


def _rows(lines: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    return lines[:FIRST_ROWS], lines[FIRST_ROWS:]


def _clean(value: object) -> object:
    """Put every plain text of a page on one line; what is HTML already has been cleaned."""
    return one_line(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    drawn = (Path(__file__).parent / "static" / "glyphs.svg").read_text("utf-8")
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        name=html_name,
        shown=shown,
        day=words.day,
        point_day=point_day,
        size=words.size,
        skipped=words.skipped,
        skip_line=words.skip_line,
        capital=words.capital,
        between=words.between,
        specks=specks,
        colour=place,
        initials=initials,
        tile=colour_of,
        art=links.art,
        art_sizes=links.art_sizes,
        at_spotify=links.at_spotify,
        reaches=groups.reaches,
        beyond=groups.beyond,
        labels=labels_of,
        title_of=title_of,
        credit=credit,
        split=_rows,
        notable=words.notable,
        leaning=words.leaning,
        measured=words.measured,
        apart=kin_words.apart,
        nearest_to=kin_words.nearest_to,
        bar=bar,
        format_name=inbox_words.format_name,
        refusal=inbox_words.refusal,
        also=inbox_words.also,
        same_music=inbox_words.same_music,
        sign_in=sign_ins.sign_in,
        standing=sound_words.standing,
        examples=examples,
    )
    made.globals.update(
        count=words.count,
        shares=shares,
        address_of=groups.address_of,
        longest_bar=groups.BAR,
        changes_on_home=ON_HOME,
        paper=PAPER,
        style=static_files.style().path,
        script=static_files.script().path,
        icon=static_files.icon().path,
        most_typical=takeaway.TYPICAL,
        most_skips=inbox_words.MOST_SKIPS,
        spine=SPINE,
        glyphs=Markup(drawn),  # noqa: S704 - a file of ours, no name can be in it
    )
    return made
