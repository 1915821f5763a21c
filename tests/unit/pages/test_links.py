"""Links hold under any root, and outward ones go to Spotify only."""

from __future__ import annotations

import pytest

from linernotes.models import Track
from linernotes.pages import links

PAGE = "playlists/international_pop/clusters"


def test_markdown_links_to_the_file_and_html_to_the_folder() -> None:
    file = links.to_file(f"{PAGE}/overview.md", "artists/bibi/overview.md")
    assert file == "../../../artists/bibi/overview.md"
    assert links.to_folder(f"{PAGE}/index.html", "artists/bibi") == "../../../artists/bibi/"


def test_a_folder_links_to_itself_its_parent_and_the_root() -> None:
    page = f"{PAGE}/index.html"
    assert links.to_folder(page, PAGE) == "./"
    assert links.to_folder(page, "playlists/international_pop") == "../"
    assert links.to_folder(page, "") == "../../../"
    assert links.to_folder("index.html", "") == "./"
    assert links.to_folder("index.html", "inbox") == "inbox/"


def test_the_page_for_lost_readers_links_from_the_root() -> None:
    assert links.to_folder("404.html", "") == "/"
    assert links.to_folder("404.html", "inbox") == "/inbox/"
    assert links.to_asset("404.html", "assets/style.css") == "/assets/style.css"


def test_a_slug_in_a_link_is_percent_encoded() -> None:
    assert links.to_folder("index.html", "labels/decca_(umo)") == "labels/decca_%28umo%29/"
    assert (
        links.to_file("README.md", "playlists/夜/overview.md") == "playlists/%E5%A4%9C/overview.md"
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://i.scdn.co/image/ab",
        "http://169.254.169.254/",
        "https://i.scdn.co@evil.com/a",
        "https://i.scdn.co.evil.com/a",
        "https://evil.com/i.scdn.co/a",
        "https://i.scdn.co:8080/a",
        "https://i.scdn.co/a?b=c",
        "https://i.scdn.co/../a",
        'https://i.scdn.co/a"onerror=',
        "https://i.scdn.co/a\n",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "",
    ],
)
def test_art_from_anywhere_but_spotify_is_not_shown(address: str) -> None:
    assert links.art(address) == ""
    assert links.art_sizes(address, 50) == ""
    assert links.art_sizes(address, 128) == ""


@pytest.mark.parametrize(("side", "plain", "dense"), [(50, "4851", "1e02"), (128, "1e02", "b273")])
def test_album_art_is_asked_for_in_the_size_that_it_is_shown_in(
    side: int, plain: str, dense: str
) -> None:
    art = "https://i.scdn.co/image/ab67616d0000{}f609c79794752ed7ee0976b5"
    large = art.format("b273")
    assert links.art(large) == large
    sizes = f"{art.format(plain)}, {art.format(dense)} 2x"
    assert links.art_sizes(large, side) == sizes
    assert links.art_sizes("https://mosaic.scdn.co/640/ab", side) == ""


def test_a_track_links_to_itself_at_spotify() -> None:
    track = Track(key="k", uri="spotify:track:7MBqVOzb8C3f0FXr2LBLiq", name="x")
    assert links.at_spotify(track) == "https://open.spotify.com/track/7MBqVOzb8C3f0FXr2LBLiq"


@pytest.mark.parametrize("uri", ["", "spotify:local:a:b:c:1", "spotify:track:../x", "javascript:x"])
def test_a_track_without_an_id_links_to_a_search(uri: str) -> None:
    track = Track(key="k", uri=uri, name="Salt & Vinegar/?", artists=("夜", "b"))
    search = "https://open.spotify.com/search/Salt%20%26%20Vinegar%2F%3F%20%E5%A4%9C"
    assert links.at_spotify(track) == search


def test_a_track_of_which_nothing_is_known_has_no_link() -> None:
    assert links.at_spotify(Track(key="k", name="  ")) == ""
    assert links.search("..") == ""


@pytest.mark.parametrize(
    ("kind", "spotify", "address"),
    [
        ("artist", "4Zr8", "https://open.spotify.com/artist/4Zr8"),
        ("artist", "spotify:artist:4Zr8", "https://open.spotify.com/artist/4Zr8"),
        ("artist", "../evil", "https://open.spotify.com/search/A%20B"),
        ("artist", "", "https://open.spotify.com/search/A%20B"),
        (
            "album",
            "2noRn2Aes5aoNVsU6iWThc",
            "https://open.spotify.com/album/2noRn2Aes5aoNVsU6iWThc",
        ),
        ("album", "javascript:alert(1)", ""),
        ("album", "", ""),
        ("label", "4Zr8", "https://open.spotify.com/search/label%3A%22A%20B%22"),
        ("genre", "", "https://open.spotify.com/search/genre%3A%22A%20B%22"),
        ("playlist", "", "https://open.spotify.com/search/A%20B"),
    ],
)
def test_what_tracks_share_links_to_itself_or_to_a_search_but_an_album_needs_an_id(
    kind: str, spotify: str, address: str
) -> None:
    assert links.group_at_spotify(kind, "A B", spotify) == address


@pytest.mark.parametrize("kind", ["artist", "album", "label", "genre", "playlist"])
def test_a_name_of_nothing_visible_is_not_searched_for(kind: str) -> None:
    assert links.group_at_spotify(kind, "\u200b..", "") == ""


def test_a_playlist_without_a_name_is_not_searched_for() -> None:
    assert links.group_at_spotify("playlist", "(untitled)", "") == ""
