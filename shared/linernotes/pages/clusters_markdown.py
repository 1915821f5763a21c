"""The page of the clusters of a playlist, an artist or the library as Markdown."""

from __future__ import annotations

import posixpath

from linernotes.kin import Kin
from linernotes.pages import kin_words, takeaway, words
from linernotes.pages.escaping import Md, markdown, markdown_name
from linernotes.pages.links import to_file
from linernotes.pages.markdown import ALL_COLUMNS, Column, document, join, link, table, track_table
from linernotes.pages.markdown_pages import (
    HOME,
    clusters_path,
    order_sentence,
    overview_path,
)
from linernotes.pages.notes import Notes, Section, credit, examples, missing
from linernotes.pages.takeaway import Takeaway
from linernotes.pages.views import Clustered, PlaylistView


def clusters(view: Clustered, notes: Notes) -> bytes:
    """Render the page of clusters."""
    page = clusters_path(view)
    blocks = [Md(f"# Clusters in {markdown_name(view.name)}")]
    if view.scatter:
        blocks.append(Md(f"![Comparison of Cluster]({to_file(page, view.scatter.path)})"))
    if view.analysis.axes and notes.sections:
        blocks.append(markdown(words.axes(view.analysis)))
    if view.analysis.why and not notes.sections:
        blocks.append(markdown(words.capital(view.analysis.why)))
    blocks.append(_facts(view, notes))
    blocks += _ways(page, view)
    taken = takeaway.of_notes(posixpath.dirname(page), notes)
    for section in notes.sections:
        blocks += _section(page, section, taken[section.number], view.kin)
    blocks.append(Md("## Not placed"))
    if notes.unplaced:
        blocks.append(markdown(words.count(len(notes.unplaced), "track")))
        blocks += track_table(page, notes.unplaced, ALL_COLUMNS)
    else:
        blocks.append(Md("Every track is in a cluster." if view.tracks else "There are no tracks."))
    blocks += [markdown(line) for line in missing(view.tracks, notes.columns)]
    return document(blocks)


def _ways(page: str, view: Clustered) -> list[Md]:
    if isinstance(view, PlaylistView):
        whole = link(markdown("The whole playlist"), to_file(page, overview_path(view)))
        library = link(markdown("the library"), to_file(page, HOME))
        return [Md(f"{whole} · {library}"), order_sentence(page, view)]
    library = link(markdown("The library"), to_file(page, HOME))
    if not view.folder:
        return [library, markdown(view.note)]
    artist = link(markdown_name(view.name), to_file(page, f"{view.folder}/overview.md"))
    return [Md(f"{artist} · {library}")]


def _facts(view: Clustered, notes: Notes) -> Md:
    told = words.facts(view.analysis, notes.placed, [line.track for line in view.tracks])
    lines = [f"- **{fact.term}:** {fact.figure} ({markdown(fact.meaning)})" for fact in told]
    lines.append(f"- **Updated:** {words.day(view.since)}")
    return join(lines, "\n")


def _section(page: str, section: Section, taken: Takeaway, kin: Kin) -> list[Md]:
    told = f"**{markdown_name(section.name)}.** {markdown(section.profile)}".strip()
    return [
        Md(f"## Cluster #{section.number}"),
        # The count stands alone on its line and in the plural, whatever the number.
        Md(f"{len(section.lines)} tracks"),
        Md(told),
        kin_words.nearest_line(page, kin, section.number),
        *_parts(page, section, taken),
        *track_table(page, section.lines, ALL_COLUMNS),
        kin_words.misfits_line(page, kin, section),
        Md(f"Take this mood away: {_files(page, taken)}."),
    ]


def _parts(page: str, section: Section, taken: Takeaway) -> list[Md]:
    """The moods within a mood of a large playlist."""
    if not section.parts:
        return []
    heads = (
        Column("Mood within"),
        Column("Tracks", "right"),
        Column("Typical"),
        Column("Take it away"),
    )
    rows = [
        (
            markdown_name(part.name),
            Md(str(len(part.lines))),
            join((markdown_name(credit(line)) for line in examples(part.lines)), "; "),
            _files(page, files),
        )
        for part, files in zip(section.parts, taken.parts, strict=True)
    ]
    return [table(heads, rows)]


def _files(page: str, taken: Takeaway) -> Md:
    ways = [link(markdown("CSV"), to_file(page, taken.table))]
    if taken.addresses:
        tracks = words.count(taken.addressed, "link")
        ways.append(link(markdown(f"{tracks} to paste"), to_file(page, taken.addresses)))
    if taken.typical:
        most = f"the {takeaway.TYPICAL} most typical"
        ways.append(link(markdown(most), to_file(page, taken.typical)))
    return join(ways, " · ")
