"""A library with more artists, labels and genres than a table lists: all its pages are in reach."""

from __future__ import annotations

import pytest

from tests.links import clicks_from_home
from tests.memory.flow import published

MANY = 105
_HEAD = "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Genres,Record Label\n"


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """One export: genres of 30 tracks by nobody with a page, then artists and labels of ten each.

    No genre can be reached by way of an artist, a label or a year.
    """
    genres = [
        f"spotify:track:{n:022d},Song {n},Album,Guest {n % 700},,genre {n // 30},"
        for n in range(30 * MANY)
    ]
    others = [
        f"spotify:track:{n:021d}x,Tune {n},Album,Artist {n // 10},{1960 + n % 50},,House {n % MANY}"
        for n in range(10 * MANY)
    ]
    return published({"much.csv": (_HEAD + "\n".join(genres + others) + "\n").encode()})


@pytest.fixture(scope="module")
def clicks(site: dict[str, bytes]) -> dict[str, int]:
    """How far each page is from home."""
    return clicks_from_home(site)


@pytest.mark.parametrize(
    ("folder", "number"),
    [("genres", MANY), ("artists", MANY), ("labels", MANY), ("playlists/much", 50)],
)
def test_every_page_is_three_clicks_from_home(
    site: dict[str, bytes], clicks: dict[str, int], folder: str, number: int
) -> None:
    stand = {path for path in site if path.endswith("index.html") and path.startswith(folder)}
    assert len(stand) >= number
    assert not stand - clicks.keys()
    assert max(clicks[path] for path in stand) <= 3
