"""The page of what is kept and not listened to, and of what is listened to and not kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linernotes.pages import html_pages, json_pages, words
from linernotes.pages.escaping import Md, markdown, markdown_name
from linernotes.pages.links import art, at_spotify, to_file
from linernotes.pages.markdown import Column, document, folded, image, join, link, page_link
from linernotes.pages.notes import title_of
from linernotes.pages.views import Link, PageFile, TrackLine

FORGOTTEN = "forgotten.md"
_FOLDER = "forgotten"
TITLE = "Forgotten and never played"


@dataclass(frozen=True)
class FadedLine:
    """A kept track without a play for a year.

    `playlists` hold it; `plays` are all that are known of the song, `last` is the last of them;
    `added` is since when it is kept. What is unknown is `None`.
    """

    line: TrackLine
    playlists: tuple[Link, ...]
    plays: int
    last: datetime | None
    added: datetime | None


@dataclass(frozen=True)
class UnkeptLine:
    """A title on no playlist, with its plays and its place in the owner's listening."""

    line: TrackLine
    plays: int
    rank: int


@dataclass(frozen=True)
class ForgottenView:
    """What is kept and not listened to, and the other way round.

    Plays are known from `first` to `last`. Each `…_in_all` counts beyond what is listed.
    """

    first: datetime
    last: datetime
    forgotten: tuple[FadedLine, ...]
    forgotten_in_all: int
    never: tuple[FadedLine, ...]
    never_in_all: int
    unkept: tuple[UnkeptLine, ...]
    unkept_in_all: int
    likes_known: bool


@dataclass(frozen=True)
class Chapter:
    """A list of the page: what it is of in a sentence, and what it leaves out.

    `place` is the id of its heading; one of `faded` and `unkept` is empty.
    """

    place: str
    title: str
    told: str
    faded: tuple[FadedLine, ...] = ()
    unkept: tuple[UnkeptLine, ...] = ()
    beyond: str = ""

    @property
    def lines(self) -> Sequence[FadedLine | UnkeptLine]:
        """The rows of its table."""
        return self.faded or self.unkept


def forgotten(view: ForgottenView, root: str = "") -> tuple[PageFile, ...]:
    """Render the page; `root` is the site's own address, where it is known."""
    return (
        PageFile(FORGOTTEN, _markdown(view), "text/markdown; charset=utf-8"),
        PageFile(f"{_FOLDER}/index.html", _html(view, root), "text/html; charset=utf-8"),
        PageFile(f"{_FOLDER}/overview.json", _json(view), "application/json; charset=utf-8"),
    )


def lead(view: ForgottenView) -> str:
    """Say between which days plays are known."""
    return f"Plays are known from {words.day(view.first)} to {words.day(view.last)}."


def chapters(view: ForgottenView) -> tuple[Chapter, ...]:
    """Give the lists that have something in them."""
    kept = (
        "like or have kept on a playlist for a year"
        if view.likes_known
        else ("have kept on a playlist for a year")
    )
    all_chapters = (
        Chapter(
            "forgotten",
            "Forgotten",
            f"{words.count(view.forgotten_in_all, 'track')} that you {kept}: played before, but "
            f"not in the year up to {words.day(view.last)}. The most played come first.",
            faded=view.forgotten,
            beyond=_beyond(view.forgotten_in_all, len(view.forgotten)),
        ),
        Chapter(
            "never-played",
            "Never played",
            f"{words.count(view.never_in_all, 'track')} that you {kept}: no play of 30 seconds or "
            f"more since {words.day(view.first)}.",
            faded=view.never,
            beyond=_beyond(view.never_in_all, len(view.never)),
        ),
        Chapter(
            "on-no-playlist",
            "Played most, on no playlist",
            f"{words.count(view.unkept_in_all, 'track')} that you listen to and keep nowhere.",
            unkept=view.unkept,
            beyond=_beyond(view.unkept_in_all, len(view.unkept)),
        ),
    )
    return tuple(one for one in all_chapters if one.lines)


def _beyond(in_all: int, listed: int) -> str:
    left = in_all - listed
    if not left:
        return ""
    return f"The first {listed} are listed; {words.count(left, 'more is', 'more are')} not."


def _markdown(view: ForgottenView) -> bytes:
    library = link(markdown("The library"), to_file(FORGOTTEN, "README.md"))
    blocks = [
        Md(f"# {TITLE}"),
        Md(f"{markdown(lead(view))} {library}."),
    ]
    for chapter in chapters(view):
        blocks += [Md(f"## {chapter.title}"), markdown(chapter.told)]
        blocks += _faded_table(chapter, view) if chapter.faded else _unkept_table(chapter)
        blocks.append(markdown(chapter.beyond))
    return document(blocks)


def _faded_table(chapter: Chapter, view: ForgottenView) -> list[Md]:
    played = chapter.place == "forgotten"
    heads = [
        Column("Art"),
        Column("Track"),
        Column("Album"),
        Column("Artists"),
        Column("Kept on"),
        *([Column("Plays", "right"), Column("Last played")] if played else [Column("Since")]),
        *([Column("💚")] if view.likes_known else []),
        Column("🔗"),
    ]
    rows = [
        [
            image(one.line.track.art),
            *_named(one.line),
            join((page_link(FORGOTTEN, to) for to in one.playlists), ", "),
            *([Md(str(one.plays)), _day(one.last)] if played else [_day(one.added)]),
            *([Md("💚" if one.line.liked else "")] if view.likes_known else []),
            _out(one.line),
        ]
        for one in chapter.faded
    ]
    return folded(heads, rows, "track")


def _unkept_table(chapter: Chapter) -> list[Md]:
    heads = [
        Column("Rank", "right"),
        Column("Track"),
        Column("Album"),
        Column("Artists"),
        Column("Plays", "right"),
        Column("🔗"),
    ]
    rows = [
        [Md(str(one.rank)), *_named(one.line), Md(str(one.plays)), _out(one.line)]
        for one in chapter.unkept
    ]
    return folded(heads, rows, "track")


def _named(line: TrackLine) -> Iterator[Md]:
    yield markdown_name(title_of(line))
    yield markdown_name(line.track.album)
    yield join((page_link(FORGOTTEN, to) for to in line.artists), ", ")


def _day(at: datetime | None) -> Md:
    return markdown(words.day(at)) if at else Md("")


def _out(line: TrackLine) -> Md:
    address = at_spotify(line.track)
    return link(Md("🔗"), address) if address else Md("")


def _html(view: ForgottenView, root: str) -> bytes:
    return html_pages.render(
        "forgotten.html",
        f"{_FOLDER}/index.html",
        root,
        title=TITLE,
        description=f"What is kept and not listened to. {lead(view)}",
        view=view,
        lead=lead(view),
        chapters=chapters(view),
    )


def _json(view: ForgottenView) -> bytes:
    return json_pages.document(
        {
            "first": view.first.isoformat(),
            "last": view.last.isoformat(),
            "forgotten": [_faded_json(one, view) for one in view.forgotten],
            "forgotten_in_all": view.forgotten_in_all,
            "never_played": [_faded_json(one, view) for one in view.never],
            "never_played_in_all": view.never_in_all,
            "on_no_playlist": [
                {**_track_json(one.line), "plays": one.plays, "rank": one.rank}
                for one in view.unkept
            ],
            "on_no_playlist_in_all": view.unkept_in_all,
        }
    )


def _faded_json(one: FadedLine, view: ForgottenView) -> dict[str, Any]:
    return {
        **_track_json(one.line),
        "liked": one.line.liked if view.likes_known else None,
        "playlists": [{"name": to.name, "page": to.path} for to in one.playlists],
        "plays": one.plays,
        "last_played": one.last.isoformat() if one.last else None,
        "since": one.added.isoformat() if one.added else None,
    }


def _track_json(line: TrackLine) -> dict[str, Any]:
    return {
        "name": line.track.name,
        "artists": [{"name": to.name, "page": to.path} for to in line.artists],
        "album": line.track.album,
        "uri": line.track.uri,
        "address": at_spotify(line.track),
        "art": art(line.track.art),
    }
