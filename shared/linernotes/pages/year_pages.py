"""The page of one release year, or of a decade, within a playlist."""

from __future__ import annotations

from linernotes.pages import groups, html_pages, json_pages, markdown_pages, words
from linernotes.pages.escaping import Md, markdown, markdown_name, shown
from linernotes.pages.links import to_file
from linernotes.pages.markdown import document, join, link, track_table
from linernotes.pages.notes import Notes, missing, notes_of
from linernotes.pages.previews import Preview, of_clusters
from linernotes.pages.views import PageFile, PlaylistView, YearView


def pages(view: PlaylistView, root: str) -> tuple[PageFile, ...]:
    """Render the pages of a playlist's years."""
    preview = of_clusters(view)
    return tuple(file for year in view.year_pages for file in _files(year, preview, root))


def _files(view: YearView, preview: Preview | None, root: str) -> tuple[PageFile, ...]:
    notes = notes_of(view.tracks, view.likes_known, view.ranks_known)
    return (
        PageFile(
            f"{view.folder}/overview.md", _record(view, notes), "text/markdown; charset=utf-8"
        ),
        PageFile(
            f"{view.folder}/index.html",
            _page(view, notes, preview, root),
            "text/html; charset=utf-8",
        ),
        PageFile(
            f"{view.folder}/overview.json", _data(view, notes), "application/json; charset=utf-8"
        ),
    )


def _tables(view: YearView) -> tuple[groups.Group, ...]:
    tables = (
        groups.group("artist", view.artists, likes_known=view.likes_known),
        groups.group("album", view.albums, likes_known=view.likes_known),
        groups.group("label", view.labels, likes_known=view.likes_known),
        groups.group("genre", view.genres, likes_known=view.likes_known),
    )
    return tuple(one for one in tables if one.lines)


def _record(view: YearView, notes: Notes) -> bytes:
    page = f"{view.folder}/overview.md"
    told = [
        words.count(len(view.tracks), "track"),
        *([words.count(len(view.artists), "artist")] if view.artists else []),
        *([words.count(len(view.albums), "album")] if view.albums else []),
        *([f"{notes.liked:,} liked 💚"] if view.likes_known else []),
    ]
    whole = link(markdown_name(view.playlist), to_file(page, f"playlists/{view.slug}/overview.md"))
    library = link(markdown("the library"), to_file(page, markdown_pages.HOME))
    return document(
        [
            Md(f"# {view.name} in {markdown_name(view.playlist)}"),
            join(told, " · "),
            Md(f"{whole} · {library}"),
            *markdown_pages.year_section(page, view.years, view.likes_known, {}),
            *markdown_pages.table_sections(page, _tables(view), {}),
            Md("## Tracks"),
            *track_table(page, view.tracks, notes.columns),
            *(markdown(line) for line in missing(view.tracks, notes.columns)),
        ]
    )


def _page(view: YearView, notes: Notes, preview: Preview | None, root: str) -> bytes:
    name = shown(view.playlist).text
    held = words.count(len(view.tracks), "track")
    return html_pages.render(
        "year.html",
        f"{view.folder}/index.html",
        root,
        title=f"{view.name} in {name}",
        description=shown(f"{held} of {view.name} in {name}.", 150).text,
        preview=preview,
        view=view,
        notes=notes,
        groups=_tables(view),
        missing=missing(view.tracks, notes.columns),
    )


def _data(view: YearView, notes: Notes) -> bytes:
    return json_pages.document(
        {
            "name": view.name,
            "page": view.folder,
            "playlist": {"name": view.playlist, "page": f"playlists/{view.slug}"},
            "since": view.since.isoformat(),
            "counts": {
                "tracks": len(view.tracks),
                "liked": notes.liked if view.likes_known else None,
            },
            **json_pages.tables(view),
            "tracks": json_pages.track_lines(view.tracks, view, notes),
        }
    )
