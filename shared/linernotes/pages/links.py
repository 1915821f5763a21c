"""Links: between pages, which are relative so that the site works under any root, and outwards."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from urllib.parse import quote

from linernotes.models import Track
from linernotes.pages.escaping import UNTITLED, one_line, shown, url_path

_TRACK_URI = re.compile(r"spotify:track:([0-9A-Za-z]{1,64})", re.ASCII)
_ID = re.compile(r"(?:spotify:(?:artist|album):)?([0-9A-Za-z]{1,64})", re.ASCII)
# The image hosts that the content security policy lets through; no port, credentials or query.
_ART = re.compile(
    r"https://(?:i\.scdn\.co|mosaic\.scdn\.co|image-cdn-(?:ak|fa)\.spotifycdn\.com)"
    r"(?:/[0-9A-Za-z_-]+)+",
    re.ASCII,
)
# Album art is kept in three sizes, told apart by the eight digits before the picture's own name.
_SIZED_ART = re.compile(r"(https://i\.scdn\.co/image/ab67616d0000)b273([0-9a-f]{24})", re.ASCII)
_LARGE, _MEDIUM, _SMALL = "b273", "1e02", "4851"  # 640, 300 and 64 pixels wide
_SMALL_SIDE = 64
_SEARCH = "https://open.spotify.com/search/"


def to_file(page: str, target: str) -> str:
    """Link from the Markdown file `page` to the file `target`; both are paths of the site."""
    return url_path(relpath(target, dirname(page) or "."))


def to_folder(page: str, target: str) -> str:
    """Link from the HTML file `page` to the folder `target`, empty for the root.

    An `index.html` is read at its folder's address, which ends in a slash; `404.html` is read at
    any address, so it links from the root.
    """
    if page == "404.html":
        return "/" + (url_path(target) + "/" if target else "")
    way = relpath(target or ".", dirname(page) or ".")
    return "./" if way == "." else url_path(way) + "/"


def to_asset(page: str, target: str) -> str:
    """Link from the HTML file `page` to the file `target`."""
    return "/" + url_path(target) if page == "404.html" else to_file(page, target)


def art(track_art: str) -> str:
    """Return the art's address where it is one of Spotify's own image hosts, else nothing."""
    return track_art if _ART.fullmatch(track_art) else ""


def art_sizes(track_art: str, side: int) -> str:
    """Return a `srcset` of art, for a plain screen and a dense one; empty where no size is known.

    `side` is how many CSS pixels the picture is wide on a page.
    """
    found = _SIZED_ART.fullmatch(track_art)
    if not found:
        return ""
    plain, dense = (_SMALL, _MEDIUM) if side <= _SMALL_SIDE else (_MEDIUM, _LARGE)
    return f"{found[1]}{plain}{found[2]}, {found[1]}{dense}{found[2]} 2x"


def at_spotify(track: Track) -> str:
    """Return the track's address at Spotify, or of a search; empty if there is nothing to ask."""
    return track_address(track) or search(" ".join([track.name, *track.artists[:1]]))


def track_address(track: Track) -> str:
    """Return the track's own address at Spotify; empty where its id there is not known."""
    found = _TRACK_URI.fullmatch(track.uri)
    return f"https://open.spotify.com/track/{found[1]}" if found else ""


def group_at_spotify(kind: str, name: str, spotify: str) -> str:
    """Return the address at Spotify of what tracks have in common; empty without one.

    Parameters
    ----------
    kind : `artist`, `album`, `label`, `genre` or `playlist`.
    name : what is searched for where no page there is known; an album is never searched for,
        since its name alone would find others.
    spotify : an id there or a URI, may be empty; what is neither counts as empty.
    """
    known = _ID.fullmatch(spotify)
    if kind in ("artist", "album") and known:
        return f"https://open.spotify.com/{kind}/{known[1]}"
    if kind in ("artist", "playlist"):
        return search(name) if name != UNTITLED else ""
    # A quotation mark inside would end the phrase.
    phrase = shown(name).text.replace('"', " ").strip(" .…")
    return search(f'{kind}:"{phrase}"') if phrase and kind != "album" else ""


def search(words: str) -> str:
    """Return the address of a search at Spotify; empty without words."""
    # Not the two dots of a cut name: a browser would take them for the folder above.
    wanted = shown(words).text.strip(" .…")
    return _SEARCH + quote(wanted, safe="") if one_line(wanted) else ""
