"""The Markdown page of a playlist's clusters keeps its contract."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from linernotes import pages
from linernotes.pages.views import Link, PlaylistView
from tests.unit.pages.library import ART, HOSTILE, hostile, line, playlist, two_moods
from tests.unit.pages.reading import Part, markdown

HEADS = ["Art", "Track", "Album", "Artists", "Label", "Rank", "💚", "🔗"]


def _page(view: PlaylistView) -> str:
    files = {file.path: file for file in pages.playlist(view)}
    file = files[f"playlists/{view.slug}/clusters/overview.md"]
    assert file.content_type == "text/markdown; charset=utf-8"
    return file.body.decode()


def _clusters(view: PlaylistView) -> list[Part]:
    return [part for part in markdown(_page(view)) if part.title.startswith("Cluster #")]


def test_the_page_begins_with_its_title_and_the_picture() -> None:
    assert _page(two_moods()).startswith(
        "# Clusters in International Pop\n\n"
        "![Comparison of Cluster]"
        "(../../../images/playlists/international_pop/clusters/clusters_scatter.png)\n\n"
    )


def test_a_cluster_has_its_heading_its_count_and_a_table() -> None:
    found = re.search(
        r"^## Cluster #1\n\n20 tracks\n\n(.+\n\n)"
        r"\| Art \| Track \| Album \| Artists \| Label \| Rank \| 💚 \| 🔗 \|\n"
        r"\|:---\|:---\|:---\|:---\|:---\|---:\|:---\|:---\|\n\| <img",
        _page(two_moods()),
        re.MULTILINE,
    )
    assert found
    assert found[1].startswith(
        "**Mood 1.** Next to the whole playlist: much livelier (energy 0.80)"
    )


def test_a_row_shows_the_track_and_links_what_has_a_page() -> None:
    view = playlist([], [])
    told = line(
        7,
        "Amigos (with Becky G)",
        artists=(Link("BIBI", "artists/bibi"), Link("Becky G")),
        labels=(Link("Decca (UMO)", "labels/decca_(umo)"),),
        liked=True,
        rank=468,
    )
    view = playlist([told], [[told]])
    assert (
        f'| <img src="{ART}" alt="" width="50" /> | Amigos (with Becky G) | An Album '
        "| [BIBI](../../../artists/bibi/overview.md), Becky G "
        "| [Decca (UMO)](../../../labels/decca_%28umo%29/overview.md) | 468 | 💚 "
        "| [🔗](https://open.spotify.com/track/0000000000000000000007) |\n"
    ) in _page(view)


def test_an_unknown_rank_is_a_dash_and_unknown_art_and_hearts_are_empty() -> None:
    told = line(1, art="http://evil.com/x.png")
    row = _clusters(playlist([told], [[told]]))[0].rows[0]
    assert row == ["", "Track 1", "An Album", "Somebody", "A Label", "–", "", "🔗"]


@pytest.mark.parametrize("known", [True, False])
def test_the_table_has_all_its_columns_whatever_is_known(known: bool) -> None:
    view = replace(two_moods(), likes_known=known, ranks_known=known)
    for part in _clusters(view):
        for table in part.tables:
            assert table.heads == HEADS
            assert table.sides == ["left"] * 5 + ["right"] + ["left"] * 2


def test_every_cluster_lists_as_many_tracks_as_it_says_in_order_of_typicality() -> None:
    view = two_moods()
    names = {one.track.key: one.track.name for one in view.tracks}
    for part, cluster in zip(_clusters(view), view.analysis.clusters, strict=True):
        assert part.paragraphs[0] == f"{len(part.rows)} tracks"
        assert [row[1] for row in part.rows] == [names[key] for key in cluster.tracks]


def test_ten_rows_show_and_the_rest_unfolds_under_its_own_header() -> None:
    view = two_moods()
    first = _clusters(view)[0]
    assert [len(table.rows) for table in first.tables] == [10, 10]
    assert "<details>\n<summary>10 more tracks</summary>\n\n| Art |" in _page(view)
    assert _page(view).count("|\n\n</details>\n") == 1


def test_ten_tracks_fold_nothing() -> None:
    ten = [line(number) for number in range(1, 11)]
    assert "<details>" not in _page(playlist(ten, [ten]))


def test_the_numbers_behind_the_clusters_are_told_in_words() -> None:
    page = _page(two_moods())
    assert "- **Made from:** sound (nine audio features of each track)\n" in page
    assert "- **Placed:** 30 of 33 (3 tracks are listed under “Not placed”)\n" in page
    assert "- **Clusters:** k = 2 (" in page
    assert "- **Separation:** 0.28 (silhouette: the clusters touch at their edges" in page
    assert "- **Stability:** 0.91 (leave out a fifth of the tracks" in page
    assert "- **Borders:** clear (" in page
    assert "Left to right from calm to loud (41% of the variance)" in page


def test_misfits_are_named() -> None:
    assert (
        "Misfits, nearer to another cluster or far from all: Track 1 by BIBI, Becky G."
        in _clusters(two_moods())[0].paragraphs
    )


def test_what_is_not_placed_ends_the_page() -> None:
    last = markdown(_page(two_moods()))[-1]
    assert last.title == "Not placed"
    # Behind the table stand the exports that would tell what is not known.
    assert [said for said in last.paragraphs if "exportify.net" not in said] == ["3 tracks"]
    assert [row[1] for row in last.rows] == ["Track 31", "Track 32", "Track 33"]


def test_a_playlist_without_clusters_says_why_and_lists_every_track() -> None:
    view = playlist([line(number) for number in range(1, 13)])
    title, last = markdown(_page(view))
    assert title.title == "Clusters in International Pop"
    assert title.paragraphs[0] == "Only 3 of 9 tracks have audio features; 30 are needed."
    assert "![" not in _page(view)
    assert len(last.rows) == 12


def test_one_mood_is_a_cluster_that_says_why_it_was_not_cut() -> None:
    tracks = [line(number) for number in range(1, 4)]
    view = playlist(tracks, [tracks])
    why = "One mood: no way to cut the playlist gives the same clusters again."
    view = replace(view, analysis=view.analysis.model_copy(update={"why": why}))
    assert f"- **Clusters:** k = 1 ({why})" in _page(view)
    assert _clusters(view)[0].paragraphs[1].startswith("Mood 1. A typical track: energy 0.80")


def test_an_empty_playlist_has_a_page() -> None:
    assert "There are no tracks." in _page(playlist([]))


def test_a_track_that_no_cluster_holds_is_not_lost() -> None:
    view = two_moods()
    view = replace(view, analysis=view.analysis.model_copy(update={"unplaced": ()}))
    assert len(markdown(_page(view))[-1].rows) == 3


def test_a_track_stands_once_even_where_two_clusters_claim_it() -> None:
    tracks = [line(1), line(2)]
    rows = [row[1] for part in _clusters(playlist(tracks, [tracks, tracks])) for row in part.rows]
    assert rows == ["Track 1", "Track 2"]


def test_hostile_names_are_cells_like_any_other() -> None:
    part = _clusters(hostile())[0]
    names = [" ".join(name.split()) for name in HOSTILE]
    assert [row[1] for row in part.rows] == names
    assert [row[2] for row in part.rows] == names
    assert [row[3] for row in part.rows] == [f"{name}, {name}" for name in names]
    assert [row[4] for row in part.rows] == names
    links = [link for table in part.tables for row in table.links for link in row]
    assert {link for link in links if "spotify" not in link} == {"../../../artists/x/overview.md"}


def test_a_hostile_playlist_name_is_a_title() -> None:
    assert markdown(_page(hostile()))[0].title == f"Clusters in {HOSTILE[0]}{HOSTILE[5]}"


def test_nothing_unknown_is_written_out() -> None:
    told = playlist([line(1, album="", labels=(), artists=(), art="")])
    for word in ("nan", "None", "null"):
        assert word not in _page(told)
    assert markdown(_page(told))[-1].rows == [["", "Track 1", "", "", "", "–", "", "🔗"]]
