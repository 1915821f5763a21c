"""Pages as Markdown: the record, which reads well on GitHub too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linernotes.pages import groups, sound_words, words
from linernotes.pages.change_markdown import what_changed
from linernotes.pages.change_words import ON_HOME
from linernotes.pages.escaping import Md, markdown, markdown_attribute, markdown_name, shown
from linernotes.pages.history import history_section
from linernotes.pages.inbox_words import MOST_SKIPS, also, format_name, refusal, same_music
from linernotes.pages.kin_words import similar_table
from linernotes.pages.links import group_at_spotify, to_file
from linernotes.pages.markdown import (
    Column,
    anchor,
    document,
    folded,
    group_table,
    join,
    link,
    page_link,
    table,
    track_table,
    year_table,
)
from linernotes.pages.notes import Notes, credit, examples, measured_by, missing, missing_on_home
from linernotes.pages.order_notes import arc_of, has_order
from linernotes.pages.sign_ins import sign_in
from linernotes.pages.taste import taste_section
from linernotes.pages.views import (
    Clustered,
    ClustersView,
    EntityView,
    HomeView,
    InboxLine,
    InboxPlaylist,
    InboxView,
    Link,
    Picture,
    PlaylistView,
    SoundView,
    YearLine,
)

HOME = "README.md"
INBOX = "inbox.md"


def overview_path(view: PlaylistView) -> str:
    """Path of a playlist's Markdown."""
    return f"playlists/{view.slug}/overview.md"


def clusters_path(view: Clustered) -> str:
    """Path of the Markdown of the clusters of a playlist, an artist or the library."""
    return f"{view.clusters_folder}/overview.md"


def order_path(view: PlaylistView) -> str:
    """Path of the Markdown of a playlist's running order."""
    return f"playlists/{view.slug}/running_order.md"


def entity_path(view: EntityView) -> str:
    """Path of the Markdown of an artist, a label or a genre."""
    return f"{groups.FOLDERS[view.kind]}/{view.slug}/overview.md"


def overview(view: PlaylistView, notes: Notes) -> bytes:
    """Render the page of a playlist."""
    page = overview_path(view)
    blocks = [
        Md(f"# {markdown_name(view.name)}"),
        _counts(view, notes),
        Md(
            f"Read from {link(markdown_name(view.export), to_file(page, INBOX))}, "
            f"as it stands since {words.day(view.since)}. "
            f"{link(markdown('All playlists'), to_file(page, HOME))}."
        ),
        order_sentence(page, view),
        Md("## Clusters"),
        *_brief(view, notes),
        *taste_section(page, clusters_path(view), view.taste),
        *history_section(view.history),
        *similar_table(page, view.kin),
        *_sound(page, view.sound),
        *table_sections(page, groups.of_playlist(view), dict(view.bars)),
        *year_section(page, view.years, view.likes_known, dict(view.bars)),
        year_pages(page, view),
        Md("## Tracks"),
    ]
    if view.tracks:
        blocks += track_table(page, view.tracks, notes.columns)
    else:
        blocks.append(Md("There are no tracks in this playlist."))
    if view.skipped:
        rows = words.count(len(view.skipped), "row was", "rows were")
        blocks.append(Md(f"{rows} not kept: {markdown(words.skipped(view.skipped))}."))
    if by := measured_by(view.tracks):
        blocks.append(markdown(by))
    blocks += what_changed(page, view.changes, named=False)
    beside = (("Before", view.before), ("After", view.after))
    blocks.append(join((f"{way}: {page_link(page, to)}" for way, to in beside if to), " · "))
    blocks += [markdown(line) for line in missing(view.tracks, notes.columns)]
    return document(blocks)


def entity(view: EntityView, notes: Notes) -> bytes:
    """Render the page of an artist, a label or a genre."""
    page = entity_path(view)
    at_spotify = group_at_spotify(view.kind, view.name, view.spotify)
    ways = [
        *([link(markdown(f"The {view.kind} at Spotify"), at_spotify)] if at_spotify else []),
        link(markdown("The library"), to_file(page, HOME)),
    ]
    featured = groups.playlists(view.playlists, view.likes_known, view.playlists_beyond)
    on_playlists = [Md(f"## {featured.title}"), *group_table(page, featured)]
    tracks = [Md("## Tracks"), *track_table(page, view.tracks, notes.columns)]
    tables = [
        *table_sections(page, groups.of_entity(view), {}),
        *year_section(page, view.years, view.likes_known, {}),
    ]
    sound = [*_moods(page, view.moods), *_sound(page, view.sound)]
    blocks = [
        Md(f"# {markdown_name(view.name)}"),
        _entity_counts(view, notes),
        Md(f"As it stands since {words.day(view.since)}. {join(ways, ' · ')}"),
        *_spellings(view),
        *_relatives(page, view),
        # An artist is looked up for where they are; a label or a genre for what is on it.
        *([*on_playlists, *tables, *sound, *tracks] if view.kind == "artist" else []),
        *([*tables, *tracks, *on_playlists] if view.kind != "artist" else []),
        *(markdown(line) for line in missing(view.tracks, notes.columns)),
    ]
    return document(blocks)


def home(view: HomeView) -> bytes:
    """Render the library's page."""
    inbox = link(markdown("the inbox"), to_file(HOME, INBOX))
    blocks = [Md("# Liner notes")]
    if not view.playlists:
        blocks.append(Md("Nothing is published yet. Drop a playlist export into the inbox."))
    else:
        held = words.count(len(view.playlists), "playlist")
        blocks.append(
            Md(f"{held} from {words.count(view.exports, 'export')}; how each was read: {inbox}.")
        )
    if view.refused:
        was = words.count(view.refused, "export was", "exports were")
        blocks.append(Md(f"{was} refused; {inbox} says why."))
    if view.playlists:
        blocks.append(Md("## Playlists"))
        # All of them: this is the record, and a playlist is reached from here.
        shelf = groups.playlists(view.playlists, view.likes_known, most=None)
        blocks += group_table(HOME, shelf)
        slips = link(markdown("possible slips"), to_file(HOME, "errors.md"))
        blocks.append(Md(f"Tracks that stand twice, playlists that share most tracks: {slips}."))
    blocks += _moods(HOME, view.moods)
    if view.moods:
        blocks += taste_section(HOME, clusters_path(view.moods), view.taste)
    blocks += what_changed(HOME, view.changes[:ON_HOME], named=True)
    if view.forgotten:
        forgotten = link(markdown("Forgotten and never played"), to_file(HOME, "forgotten.md"))
        blocks.append(Md(f"{forgotten}: what you keep and no longer listen to."))
    blocks += table_sections(HOME, groups.of_library(view), {})
    blocks.append(markdown(missing_on_home(view)))
    return document(blocks)


def inbox(view: InboxView) -> bytes:
    """Render the page that tells what became of every export."""
    blocks = [Md("# Inbox"), link(markdown("The library"), to_file(INBOX, HOME))]
    if not view.exports:
        blocks.append(Md("No export has been dropped yet."))
    if pulling := sign_in(view.sign_in):
        blocks.append(markdown(pulling))
    for export in view.exports:
        blocks += _export(export)
    return document(blocks)


def order_sentence(page: str, view: PlaylistView) -> Md:
    """The way to the running order, where the playlist has one."""
    if not has_order(view):
        return Md("")
    order = link(markdown("Running order"), to_file(page, order_path(view)))
    return Md(f"{order}: the playlist as {arc_of(view)}.")


def _counts(view: PlaylistView, notes: Notes) -> Md:
    told = [words.count(len(view.tracks), "track")]
    if notes.artists:
        told.append(words.count(notes.artists, "artist"))
    if notes.columns.album:
        told.append(words.count(notes.albums, "album"))
    if notes.columns.label:
        told.append(words.count(notes.labels, "label"))
    if notes.columns.liked:
        told.append(f"{notes.liked:,} liked 💚")
    if view.liked_tracks:
        told.append("your liked songs")
    return join(told, " · ")


def _brief(view: PlaylistView, notes: Notes) -> list[Md]:
    page, target = overview_path(view), clusters_path(view)
    more = link(markdown("How they were found, and every track of each"), to_file(page, target))
    if not notes.sections:
        why = markdown(words.capital(view.analysis.why) or "No clusters were found.")
        return [why]
    heads = (Column("#", "right"), Column("Cluster"), Column("Tracks", "right"), Column("Typical"))
    rows = [
        (
            Md(str(section.number)),
            link(markdown_name(section.name), anchor(page, target, f"cluster-{section.number}")),
            Md(str(len(section.lines))),
            join((markdown_name(credit(line)) for line in examples(section.lines)), "; "),
        )
        for section in notes.sections
    ]
    blocks = [table(heads, rows), more]
    if notes.unplaced:
        rest = words.count(len(notes.unplaced), "track is", "tracks are")
        blocks.insert(1, Md(f"{rest} not placed."))
    return blocks


def table_sections(
    page: str, tables: tuple[groups.Group, ...], bars: Mapping[str, Picture]
) -> Iterator[Md]:
    """Lay out tables under their headings, each with its chart where one of `bars` is of it."""
    for one in tables:
        yield Md(f"## {one.title}")
        yield _chart(page, one.place, one.title, bars)
        yield from group_table(page, one)


def year_section(
    page: str, lines: tuple[YearLine, ...], likes_known: bool, bars: Mapping[str, Picture]
) -> Iterator[Md]:
    """Lay out release years under their heading; nothing without any."""
    if lines:
        yield Md("## Years")
        yield _chart(page, "years", "Years", bars)
        yield from year_table(page, lines, likes_known)


def _moods(page: str, view: ClustersView | None) -> Iterator[Md]:
    """The clusters of an artist or of the library in brief."""
    if view:
        target = clusters_path(view)
        names = (
            link(
                markdown_name(words.capital(one.name)),
                anchor(page, target, f"cluster-{one.number}"),
            )
            for one in view.analysis.clusters
        )
        more = link(markdown("How they were found, and every track of each"), to_file(page, target))
        yield Md("## Clusters" if view.folder else "## Clusters of the library")
        yield Md(f"{join(names, ' · ')}. {more}.")


def _sound(page: str, view: SoundView | None) -> Iterator[Md]:
    if view:
        more = link(markdown("Each feature"), to_file(page, f"{view.folder}/audio_features.md"))
        yield Md("## Audio features")
        yield Md(f"{markdown(sound_words.standing(view))} {more}.")


def year_pages(page: str, view: PlaylistView) -> Md:
    """Link to the pages of years and decades; nothing without any."""
    pages = (page_link(page, Link(year.name, year.folder)) for year in view.year_pages)
    return Md(f"With a page: {join(pages, ', ')}.") if view.year_pages else Md("")


def _chart(page: str, place: str, title: str, bars: Mapping[str, Picture]) -> Md:
    if place not in bars:
        return Md("")
    return Md(f"![{title} by number of tracks]({to_file(page, bars[place].path)})")


def _entity_counts(view: EntityView, notes: Notes) -> Md:
    told = [
        words.count(len(view.tracks), "track"),
        f"on {words.count(groups.held_by(view), 'playlist')}",
    ]
    if view.kind != "artist" and notes.artists:
        told.append(words.count(notes.artists, "artist"))
    if notes.columns.album:
        told.append(words.count(notes.albums, "album"))
    if notes.columns.liked:
        told.append(f"{notes.liked:,} liked 💚")
    if view.rank is not None:
        told.append(f"rank {view.rank:,} in your listening")
    return join(told, " · ")


def _spellings(view: EntityView) -> Iterator[Md]:
    """How a label is written in the exports; other things have one spelling or hardly differ."""
    if view.kind == "label" and view.spellings:
        yield Md("## Appears as")
        heads = (Column("Spelling"), Column("Tracks", "right"))
        rows = [(markdown_name(spelling), Md(str(times))) for spelling, times in view.spellings]
        yield from folded(heads, rows, "spelling")


def _relatives(page: str, view: EntityView) -> Iterator[Md]:
    if view.relatives:
        yield Md(
            f"Of the same house: {join((page_link(page, to) for to in view.relatives), ', ')}."
        )


def _export(export: InboxLine) -> list[Md]:
    blocks = [Md(f"## {markdown_name(export.key)}")]
    if export.format:
        because = f", recognised by {markdown(export.because)}" if export.because else ""
        blocks.append(
            Md(
                f"Read as {markdown(format_name(export.format))}{because}. "
                f"{words.size(export.size)}, dropped {words.day(export.since)}."
            )
        )
    blocks += [Md(f"**Refused.** {markdown(refusal(one))}") for one in export.refusals]
    blocks += [Md(f"**Warning.** {markdown(warning)}") for warning in export.warnings]
    if export.liked:
        blocks.append(Md(f"{words.count(export.liked, 'track')} liked 💚"))
    blocks += [markdown(line) for line in also(export)]
    if export.playlists:
        heads = (Column("Playlist"), Column("Kept", "right"), Column("Skipped"))
        rows = [
            (
                page_link(INBOX, Link(one.name, f"playlists/{one.slug}" if one.slug else "")),
                Md(str(one.kept)),
                markdown(words.skipped(one.skipped) or "nothing"),
            )
            for one in export.playlists
        ]
        blocks += folded(heads, rows, "playlist")
        for one in export.playlists:
            blocks += _skips(one)
        blocks += [markdown(told) for one in export.playlists if (told := same_music(one))]
    return blocks


def _skips(one: InboxPlaylist) -> list[Md]:
    if not one.skipped:
        return []
    lines = [f"- {markdown_name(words.skip_line(skip))}" for skip in one.skipped[:MOST_SKIPS]]
    if len(one.skipped) > MOST_SKIPS:
        lines.append(f"- and {words.count(len(one.skipped) - MOST_SKIPS, 'more row')}")
    # A summary is HTML: the tag needs its text escaped as such, not as Markdown.
    heading = f"Rows of {shown(one.name).text} that were skipped"
    summary = f"<details>\n<summary>{markdown_attribute(heading)}</summary>"
    return [Md(summary), join(lines, "\n"), Md("</details>")]
