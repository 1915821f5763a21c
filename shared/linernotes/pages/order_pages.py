"""The page of a playlist's running order, as Markdown, HTML and JSON, and its files."""

from __future__ import annotations

from dataclasses import replace

from linernotes.pages import html_pages, json_pages, previews, words
from linernotes.pages.csv_files import TRACK_TITLES, csv_of, track_cells
from linernotes.pages.escaping import Md, markdown, markdown_name, shown
from linernotes.pages.links import at_spotify, to_file
from linernotes.pages.markdown import Column, document, folded, join, link
from linernotes.pages.markdown_pages import order_path
from linernotes.pages.notes import Notes, credit, title_of
from linernotes.pages.order_notes import (
    HEIGHT,
    WIDTH,
    OrderNotes,
    Stop,
    arc_of,
    line_of,
    order_notes,
    said,
)
from linernotes.pages.takeaway import CSV, TEXT, Takeaway, addresses, takeaway
from linernotes.pages.views import PageFile, PlaylistView

_MARKDOWN = "text/markdown; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"


def running_order(view: PlaylistView, notes: Notes, root: str = "") -> tuple[PageFile, ...]:
    """Render a playlist's running order; nothing where too little is known of its tracks."""
    told = order_notes(view, notes)
    if told is None:
        return ()
    folder = f"playlists/{view.slug}/running_order"
    lines = [*(stop.line for stop in told.stops), *told.rest]
    files = replace(takeaway(folder, lines), typical="")
    made = [
        PageFile(order_path(view), _markdown(view, notes, told, files), _MARKDOWN),
        PageFile(f"{folder}/index.html", _html(view, notes, told, files, root), _HTML),
        PageFile(f"{folder}/overview.json", _json(view, notes, told), _JSON),
        PageFile(files.table, _csv(notes, told), CSV),
    ]
    if files.addresses:
        made.append(PageFile(files.addresses, addresses(files.lines), TEXT))
    return tuple(made)


def _markdown(view: PlaylistView, notes: Notes, told: OrderNotes, files: Takeaway) -> bytes:
    page = order_path(view)
    whole = to_file(page, f"playlists/{view.slug}/overview.md")
    ways = [link(markdown("CSV"), to_file(page, files.table))]
    if files.addresses:
        paste = f"{words.count(files.addressed, 'link')} to paste into a new playlist"
        ways.append(link(markdown(paste), to_file(page, files.addresses)))
    heads = [
        Column("#", "right"),
        Column("Track"),
        *([Column("Artists")] if notes.columns.artist else []),
        *([Column("Tempo", "right")] if told.with_tempo else []),
        *([Column("Key", "right")] if told.with_key else []),
        *([Column("Cluster")] if told.with_moods else []),
        Column("🔗"),
    ]
    blocks = [
        Md(f"# Running order of {markdown_name(view.name)}"),
        Md(f"{link(markdown('The playlist'), whole)} · Take it away: {join(ways, ' · ')}"),
        *map(markdown, said(told)),
        *folded(heads, [_row(stop, told, notes) for stop in told.stops], "track"),
    ]
    if told.rest:
        blocks += [
            Md("## At the end"),
            join((Md(f"- {markdown_name(credit(line))}") for line in told.rest), "\n"),
        ]
    return document(blocks)


def _row(stop: Stop, told: OrderNotes, notes: Notes) -> list[Md]:
    names = {section.number: section.name for section in notes.sections}
    address = at_spotify(stop.line.track)
    artists = (markdown_name(artist.name) for artist in stop.line.artists)
    return [
        Md(str(stop.place)),
        markdown_name(title_of(stop.line)),
        *([join(artists, ", ")] if notes.columns.artist else []),
        *([Md(stop.tempo)] if told.with_tempo else []),
        *([Md(stop.camelot)] if told.with_key else []),
        *([markdown_name(names.get(stop.step.mood, ""))] if told.with_moods else []),
        link(Md("🔗"), address) if address else Md(""),
    ]


def _html(view: PlaylistView, notes: Notes, told: OrderNotes, files: Takeaway, root: str) -> bytes:
    held = words.count(len(told.stops), "track")
    return html_pages.render(
        "running_order.html",
        f"playlists/{view.slug}/running_order/index.html",
        root,
        title=f"Running order of {shown(view.name).text}",
        description=f"{held} as {arc_of(view)}.",
        preview=previews.of_clusters(view),
        view=view,
        notes=notes,
        told=told,
        said=said(told),
        files=files,
        names={section.number: section.name for section in notes.sections},
        width=WIDTH,
        height=HEIGHT,
        arc=line_of(told),
    )


def _json(view: PlaylistView, notes: Notes, told: OrderNotes) -> bytes:
    lines = [*(stop.line for stop in told.stops), *told.rest]
    stops = {stop.line.track.key: stop for stop in told.stops}
    tracks = json_pages.track_lines(lines, view, notes)
    for line, track in zip(lines, tracks, strict=True):
        stop = stops.get(line.track.key)
        if stop:
            track |= {
                "order": stop.place,
                "lift": round(stop.step.lift, 3),
                "tempo": stop.step.tempo,
                "key": stop.key,
                "camelot": stop.camelot,
            }
    return json_pages.document({**json_pages.head(view), "tracks": tracks})


def _csv(notes: Notes, told: OrderNotes) -> bytes:
    names = {section.number: section.name for section in notes.sections}
    rows = [
        (
            *track_cells(stop.line.track),
            stop.place,
            stop.camelot,
            names.get(stop.step.mood, ""),
        )
        for stop in told.stops
    ]
    rows += [
        (*track_cells(line.track), len(told.stops) + place, "", "")
        for place, line in enumerate(told.rest, start=1)
    ]
    return csv_of((*TRACK_TITLES, "Place", "Camelot", "Mood"), rows)
