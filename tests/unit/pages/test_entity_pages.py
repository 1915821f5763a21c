"""The pages of artists, labels and genres, as Markdown, HTML and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from linernotes import pages
from linernotes.models import EntityKind
from linernotes.pages.views import EntityView, Link
from tests.unit.pages.entities import entity, hostile_entity, row
from tests.unit.pages.library import ART, HOSTILE, line
from tests.unit.pages.reading import Element, Part, html, markdown

KINDS: tuple[EntityKind, ...] = ("artist", "label", "genre")


def _markdown(view: EntityView) -> list[Part]:
    return markdown(pages.entity(view)[0].body)


def _html(view: EntityView) -> Element:
    return html(pages.entity(view)[1].body)


def _json(view: EntityView) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pages.entity(view)[2].body)
    return found


def _part(view: EntityView, title: str) -> Part:
    return next(part for part in _markdown(view) if part.title == title)


def _titles(page: Element) -> list[str]:
    return [head.text for head in page.all("h2")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_stands_in_the_folder_of_its_kind(kind: EntityKind) -> None:
    folder = {"artist": "artists", "label": "labels", "genre": "genres"}[kind]
    assert [(file.path, file.content_type) for file in pages.entity(entity(kind))] == [
        (f"{folder}/the_slug/overview.md", "text/markdown; charset=utf-8"),
        (f"{folder}/the_slug/index.html", "text/html; charset=utf-8"),
        (f"{folder}/the_slug/overview.json", "application/json; charset=utf-8"),
    ]


def test_an_artist_begins_with_where_they_are() -> None:
    wanted = ["Featured on playlists", "Albums", "Labels", "Genres", "Together with", "Tracks"]
    view = entity("artist")
    assert [part.title for part in _markdown(view)] == ["BIBI", *wanted]
    assert _titles(_html(view)) == wanted


def test_a_label_begins_with_how_it_is_written() -> None:
    wanted = ["Appears as", "Artists", "Albums", "Genres", "Tracks", "Featured on playlists"]
    view = entity("label", "Decca", spellings=[("Decca (UMO)", 9), ("Decca | UK", 3)])
    assert [part.title for part in _markdown(view)] == ["Decca", *wanted]
    assert _titles(_html(view)) == wanted
    table = _part(view, "Appears as").tables[0]
    assert table.heads == ["Spelling", "Tracks"]
    assert table.rows == [["Decca (UMO)", "9"], ["Decca | UK", "3"]]


def test_a_genre_tells_who_plays_it() -> None:
    wanted = ["Artists", "Albums", "Labels", "Tracks", "Featured on playlists"]
    view = replace(entity("genre", "k-pop"), genres=())
    assert [part.title for part in _markdown(view)] == ["k-pop", *wanted]
    assert _titles(_html(view)) == wanted


def test_the_page_counts_tracks_playlists_albums_and_hearts() -> None:
    view = entity("artist")
    assert _markdown(view)[0].paragraphs[0] == "12 tracks · on 2 playlists · 1 album · 4 liked 💚"
    counted = [one.text for one in _html(view).all("ul", "counts")[0].all("li")]
    assert counted == ["12 tracks", "on 2 playlists", "1 album", "4 liked 💚", "At Spotify"]
    assert _json(view)["counts"] == {"tracks": 12, "playlists": 2, "liked": 4}


def test_the_page_states_the_rank_of_its_artist_where_it_is_known() -> None:
    view = replace(entity("artist"), rank=1234)
    assert _markdown(view)[0].paragraphs[0].endswith(" · rank 1,234 in your listening")
    assert "rank 1,234 in your listening" in [one.text for one in _html(view).all("li")]
    assert _json(view)["rank"] == 1234
    assert "rank" not in _json(entity("artist"))


def test_playlists_are_linked_with_what_they_hold_of_it() -> None:
    table = _part(entity(), "Featured on playlists").tables[0]
    assert table.heads == ["Name", "Tracks", "💚", "🔗"]
    assert [cells[:3] for cells in table.rows] == [["Alt-Pop", "5", "2"], ["B|Side", "1", "2"]]
    assert table.links[0] == ["../../playlists/alt-pop/overview.md"]
    section = _html(entity()).all("section")[0]
    hrefs = [link.attributes["href"] for link in section.all("a") if link.all("bdi")]
    assert hrefs == ["../../playlists/alt-pop/", "../../playlists/b_side/"]


def test_every_track_is_listed_ten_at_once() -> None:
    part = _part(entity(), "Tracks")
    assert [len(table.rows) for table in part.tables] == [10, 2]
    page = _html(entity())
    assert len([one for one in page.all("tr") if "id" in one.attributes]) == 12
    assert len(_json(entity())["tracks"]) == 12


def test_things_with_a_page_are_linked_and_others_are_not() -> None:
    table = _part(entity(), "Together with").tables[0]
    assert [cells[2] for cells in table.rows] == ["Becky G", "Twice"]
    assert table.links[2] == ["../becky_g/overview.md"]
    assert ["../../labels/decca_%28umo%29/overview.md"] in _part(entity(), "Labels").tables[0].links


def test_labels_of_one_house_are_named() -> None:
    relatives = [Link("Decca UK", "labels/decca_uk"), Link("Decca France")]
    view = entity("label", "Decca", relatives=relatives)
    assert "Of the same house: Decca UK, Decca France." in _markdown(view)[0].paragraphs
    assert "Of the same house: Decca UK, Decca France" in _html(view).text


def test_a_known_id_leads_to_spotify_and_an_unknown_one_to_a_search() -> None:
    known = replace(entity(), spotify="spotify:artist:4Zr8uoKpQXUWJhyUSZMTtJ")
    address = "https://open.spotify.com/artist/4Zr8uoKpQXUWJhyUSZMTtJ"
    assert _json(known)["address"] == address
    assert address in {link.attributes["href"] for link in _html(known).all("a")}
    assert _json(entity())["address"] == "https://open.spotify.com/search/BIBI"
    label = _json(entity("label", 'A "B"'))["address"]
    assert label == "https://open.spotify.com/search/label%3A%22A%20B%22"


def test_the_commonest_art_stands_at_the_head_else_initials() -> None:
    sleeve = _html(replace(entity(), art=ART)).all("header", "title")[0].all("img")[0]
    assert sleeve.attributes["src"] == ART
    bare = entity("artist", "Becky G", [line(1, art="")])
    tile = _html(bare).all("header", "title")[0].all("span", "sleeve")[0]
    assert tile.attributes["data-initials"] == "BG"
    assert not tile.all("img")


def test_what_is_not_known_is_left_out_and_the_export_that_tells_it_is_named() -> None:
    view = replace(
        entity("artist", lines=[line(1, album="", labels=(), art="")]),
        labels=(),
        genres=(),
        artists=(),
        likes_known=False,
    )
    assert _titles(_html(view)) == ["Featured on playlists", "Tracks"]
    for body in (file.body.decode() for file in pages.entity(view)):
        assert "💚" not in body
        assert "heart" not in body.replace('id="heart"', "")
    said = " ".join(_part(view, "Tracks").paragraphs)
    assert "YourLibrary.json" in said
    assert "listening history" in said
    assert "No labels, genres, release dates or audio features are known: an export" in said


def test_ranks_are_a_column_where_the_lines_have_them() -> None:
    view = replace(entity(), artists=(row("Twice", 5, rank=7), row("Zola", 1)))
    table = _part(view, "Together with").tables[0]
    assert table.heads == ["Rank", "Tracks", "💚", "Artist", "🔗"]
    assert [cells[0] for cells in table.rows] == ["7", "–"]
    heads = [head.text for head in _html(view).all("th", "rank")]
    assert heads == ["Rank"]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_stand_in_their_cells(kind: EntityKind) -> None:
    view = hostile_entity(kind)
    names = [" ".join(name.split()) for name in HOSTILE]
    for part in _markdown(view):
        for table in part.tables:
            assert all(len(cells) == len(table.heads) for cells in table.rows), part.title
        if part.title in ("Artists", "Together with"):
            assert [cells[part.tables[0].heads.index("Artist")] for cells in part.rows] == names
    page = _html(view)
    told = [cell.all("bdi")[0].text for cell in page.all("td", "name")]
    assert len(told) % len(names) == 0
    assert told[: len(names)] == names
    for element in page.all():
        assert not any(name.startswith("on") or name == "style" for name in element.attributes)
        if element.tag == "a":
            assert not element.attributes["href"].startswith("javascript")
    sources = {image.attributes["src"] for image in page.all("img")}
    assert sources <= {ART}


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_every_heading_is_named(kind: EntityKind) -> None:
    page = _html(entity(kind, spellings=[("A", 1)]))
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    named = {one.attributes.get("aria-labelledby") for one in page.all("section")}
    assert named <= set(ids)


def test_the_same_view_makes_the_same_bytes() -> None:
    assert pages.entity(entity()) == pages.entity(entity())


def test_an_entity_of_one_track_is_counted_in_the_singular() -> None:
    view = entity("label", "Decca", [line(1)])
    assert _markdown(view)[0].paragraphs[0] == (
        "1 track · on 2 playlists · 2 artists · 1 album · 0 liked 💚"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_playlists_that_are_not_listed_are_counted(kind: EntityKind) -> None:
    view = replace(entity(kind), playlists_beyond=1_998)
    said = "The first 2 are listed; 1,998 more playlists are not."
    assert said in _part(view, "Featured on playlists").paragraphs
    assert said in [one.text for one in _html(view).all("p", "said")]
    assert "on 2,000 playlists" in _markdown(view)[0].paragraphs[0]
    assert "on 2,000 playlists" in " ".join(one.text for one in _html(view).all("li"))
    assert _json(view)["counts"]["playlists"] == 2_000
    assert _json(view)["beyond"] == {"playlists": 1_998}
    assert "beyond" not in _json(entity(kind))
