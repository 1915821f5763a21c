"""Tables of artists, albums, labels, genres and years on playlists and on home."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from linernotes import pages
from linernotes.pages import groups
from linernotes.pages.views import HomeView, Picture, PlaylistView, YearLine
from tests.unit.pages.entities import row
from tests.unit.pages.library import ART, HOSTILE, line, playlist
from tests.unit.pages.reading import Element, Part, html, markdown
from tests.unit.pages.test_markdown_pages import shelf


def _view() -> PlaylistView:
    return replace(
        playlist([line(1), line(2)]),
        artists=(
            row("BIBI", 8, path="artists/bibi", liked=4, art=ART, spotify="4Zr8", rank=2),
            row("Twice", 4, liked=4),
            row("Zola", 2),
        ),
        albums=(
            row("Lungs", 3, date="2009-07-03", spotify="a1"),
            row("Greatest Hits", 1),
        ),
        labels=(row("Decca (UMO)", 5, path="labels/decca_(umo)", liked=1),),
        genres=(row("k-pop", 9, liked=3), row("pop", 1)),
        years=(YearLine("2020", 2, 1), YearLine("1999", 1, 0), YearLine("1980", 4, 0)),
    )


def _overview(view: PlaylistView) -> list[Part]:
    return markdown(pages.playlist(view)[0].body)


def _page(view: PlaylistView) -> Element:
    return html(pages.playlist(view)[1].body)


def _part(parts: list[Part], title: str) -> Part:
    return next(part for part in parts if part.title == title)


def _section(page: Element, place: str) -> Element:
    return next(
        one for one in page.all("section") if one.attributes.get("aria-labelledby") == place
    )


def test_a_playlist_tells_its_artists_albums_labels_genres_and_years() -> None:
    wanted = ["Clusters", "Artists", "Albums", "Labels", "Genres", "Years", "Tracks"]
    assert [part.title for part in _overview(_view())][1:] == wanted
    assert [head.text for head in _page(_view()).all("h2")] == wanted


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("Artists", ["Art", "Rank", "Tracks", "💚", "Artist", "🔗"]),
        ("Albums", ["Tracks", "💚", "Album", "Release Date", "🔗"]),
        ("Labels", ["Tracks", "💚", "Label"]),
        ("Genres", ["Tracks", "💚", "Genre"]),
        ("Years", ["Year", "Tracks", "💚"]),
    ],
)
def test_the_columns_of_the_record_are_those_of_which_something_is_known(
    title: str, heads: list[str]
) -> None:
    table = _part(_overview(_view()), title).tables[0]
    assert table.heads == heads
    assert table.sides[heads.index("Tracks")] == "right"


def test_an_artist_links_to_its_page_and_to_spotify() -> None:
    table = _part(_overview(_view()), "Artists").tables[0]
    assert table.rows[0] == ["", "2", "8", "4", "BIBI", "🔗"]
    assert ["../../artists/bibi/overview.md"] in table.links
    assert ["https://open.spotify.com/artist/4Zr8"] in table.links
    assert ["https://open.spotify.com/search/Twice"] in table.links


def test_an_album_without_an_id_links_nowhere() -> None:
    table = _part(_overview(_view()), "Albums").tables[0]
    assert table.rows == [
        ["3", "0", "Lungs", "2009-07-03", "🔗"],
        ["1", "0", "Greatest Hits", "", ""],
    ]


def test_what_nobody_knows_has_no_section_and_no_column() -> None:
    view = replace(_view(), genres=(), years=(), labels=(), likes_known=False)
    parts = _overview(view)
    assert [part.title for part in parts][1:] == ["Clusters", "Artists", "Albums", "Tracks"]
    assert _part(parts, "Albums").tables[0].heads == ["Tracks", "Album", "Release Date", "🔗"]
    assert not _section(_page(view), "albums").all("td", "hearts")
    said = " ".join(_part(parts, "Tracks").paragraphs)
    assert (
        "No genres, release dates or audio features are known: an export made by exportify.net"
        in said
    )


def test_a_table_stops_at_a_hundred_rows_and_says_how_many_more() -> None:
    many = tuple(row(f"Artist {number}", 200 - number) for number in range(130))
    view = replace(_view(), artists=many)
    part = _part(_overview(view), "Artists")
    assert [len(table.rows) for table in part.tables] == [10, 90]
    assert "The first 100 are listed; 30 more artists are not." in part.paragraphs
    section = _section(_page(view), "artists")
    assert len(section.all("td", "name")) == 100
    assert section.all("summary")[0].text == "90 more artists"
    assert section.all("p", "said")[0].text == "The first 100 are listed; 30 more artists are not."
    assert "130 artists" in _overview(view)[0].paragraphs[0]
    told = json.loads(pages.playlist(view)[2].body)
    assert len(told["artists"]) == 130


def test_genres_never_stop() -> None:
    many = tuple(row(f"genre {number}", 200 - number) for number in range(130))
    view = replace(_view(), genres=many)
    part = _part(_overview(view), "Genres")
    assert [len(table.rows) for table in part.tables] == [10, 120]
    assert len(_section(_page(view), "genres").all("td", "name")) == 130


def test_a_hundred_rows_are_all() -> None:
    view = replace(_view(), artists=tuple(row(f"A {number}") for number in range(100)))
    assert "are listed" not in pages.playlist(view)[0].body.decode()


def test_the_counts_of_a_page_are_those_of_its_tables() -> None:
    counted = _overview(_view())[0].paragraphs[0]
    assert counted == "2 tracks · 3 artists · 2 albums · 1 label · 0 liked 💚"


def test_bars_are_as_long_as_the_tracks_and_green_as_far_as_they_are_liked() -> None:
    bars = _section(_page(_view()), "artists").all("svg", "extent")
    widths = [[rect.attributes["width"] for rect in one.all("rect")] for one in bars]
    assert widths == [["1000.0", "500.0"], ["500.0", "500.0"], ["250.0"]]


def test_two_names_have_no_bars_and_the_thirty_first_none_either() -> None:
    assert not _section(_page(_view()), "genres").all("svg", "extent")
    many = tuple(row(f"A {number}", 99 - number) for number in range(40))
    view = replace(_view(), artists=many)
    assert len(_section(_page(view), "artists").all("svg", "extent")) == 30


def test_no_green_is_drawn_where_likes_are_not_known() -> None:
    view = replace(_view(), likes_known=False)
    assert not _section(_page(view), "artists").all("rect", "mine")


def test_a_bar_chart_stands_above_its_table_in_the_record() -> None:
    picture = Picture("images/playlists/international_pop/artists.png", 1200, 212)
    text = pages.playlist(replace(_view(), bars=(("artists", picture),)))[0].body.decode()
    shown = "![Artists by number of tracks](../../images/playlists/international_pop/artists.png)"
    assert f"## Artists\n\n{shown}\n\n|" in text


def test_hostile_names_keep_every_table_whole() -> None:
    rows = tuple(row(name, 3, date=name, spotify=name, art=name, path="x/y") for name in HOSTILE)
    view = replace(_view(), artists=rows, albums=rows, labels=rows, genres=rows)
    names = [" ".join(name.split()) for name in HOSTILE]
    parts = _overview(view)
    for title in ("Artists", "Albums", "Labels", "Genres"):
        part = _part(parts, title)
        at = part.tables[0].heads.index(title.removesuffix("s"))
        assert [cells[at] for cells in part.rows] == names, title
        cells = _section(_page(view), title.lower()).all("td", "name")
        assert [cell.all("bdi")[0].text for cell in cells] == names


def test_a_name_of_five_thousand_characters_is_cut() -> None:
    view = replace(_view(), labels=(row("x" * 5000, 1),))
    cell = _part(_overview(view), "Labels").rows[0][-1]
    assert len(cell) == 200
    assert _section(_page(view), "labels").all("bdi")[0].attributes["title"] == "x" * 5000


def test_home_tells_the_artists_labels_and_genres_with_a_page() -> None:
    view = HomeView(
        (shelf(),),
        True,
        3,
        0,
        artists=(row("BIBI", 12, path="artists/bibi", liked=5),),
        labels=(row("Decca (UMO)", 10, path="labels/decca_(umo)"),),
        genres=(row("k-pop", 50, path="genres/k-pop"),),
    )
    readme, page, told = pages.home(view)
    parts = markdown(readme.body)
    assert [part.title for part in parts][1:] == ["Playlists", "Artists", "Labels", "Genres"]
    assert ["artists/bibi/overview.md"] in _part(parts, "Artists").tables[0].links
    links = {link.attributes["href"] for link in html(page.body).all("a")}
    assert {"artists/bibi/", "labels/decca_%28umo%29/", "genres/k-pop/"} <= links
    assert json.loads(told.body)["artists"][0]["page"] == "artists/bibi"


def test_bars_compare_with_the_longest() -> None:
    lines = [YearLine("2020", 1, 0), YearLine("2019", 4, 2), YearLine("2018", 2, 2)]
    assert groups.reaches(lines, likes_known=True) == (
        groups.Reach(250.0, 0.0),
        groups.Reach(1000.0, 500.0),
        groups.Reach(500.0, 500.0),
    )
    assert groups.reaches(lines[:2], likes_known=True) == ()
    assert groups.reaches([YearLine(str(year), 1, 0) for year in range(5)], likes_known=True) == ()
