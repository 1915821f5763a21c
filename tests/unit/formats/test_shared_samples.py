"""`linernotes formats` over all the data beside the project: counts as its README gives them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from linernotes.cli import app
from linernotes.local.reading import Found


class Counts(NamedTuple):
    """What a file is read as, with the rows and the kept rows of its playlists."""

    format: str
    rows: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    liked: int = 0
    facts: int = 0
    plays: tuple[int, ...] = ()


EXPORTS = {
    "library/Alt-Pop.csv": Counts("exportify", (141,), (141,)),
    "library/YourLibrary.json": Counts("account-library", (184,), (184,), 184),
    "library/aegyo.json": Counts("web-api-playlist", (36,), (36,), 31),
    "library/international_pop.json": Counts("web-api-playlist", (106,), (106,), 54),
    "formats/account-export/Playlist1.2024-shape.json": Counts("account-playlists", (2, 1), (1, 1)),
    "formats/account-export/Streaming_History_Audio.excerpt.json": Counts(
        "account-history-extended", plays=(1,)
    ),
    "formats/other/playlist.spotdl.lyrics-removed.json": Counts("spotdl", (1,), (1,)),
    "formats/other/tunemymusic_my-spotify-library.csv": Counts("tunemymusic", (8,), (7,), 7),
    "formats/web-api/audio_features.json": Counts("web-api-features", facts=1),
    "formats/web-api/playlist_1.json": Counts("web-api-playlist", (1,), (1,)),
    "formats/web-api/playlist_2.json": Counts("web-api-playlist", (2,), (2,)),
    "formats/web-api/playlist_3.json": Counts("web-api-playlist", (3,), (2,)),
    "formats/web-api/playlist_items.json": Counts("web-api-playlist", (1,), (1,)),
    "formats/web-api/saved_tracks.json": Counts("web-api-saved", (48,), (48,), 48),
}
# Tables to reckon with, titles to know by heart, and pages to read: no exports.
REFUSED = {
    "corpus/spotify_songs.csv",
    "seed/clusters_international_pop.md",
    *(
        f"formats/watsonbox-headers/{language}.track-headers.json"
        for language in ("ar", "de", "el", "en", "es", "fr", "it", "ja", "nl", "pt", "sv", "tr")
    ),
}


@pytest.fixture(scope="module")
def found(data: Path) -> dict[str, Found]:
    """What the command says of every file, by path."""
    answer = CliRunner().invoke(app, ["formats", str(data), "--json"])
    assert answer.exit_code == 1, "what is no export is refused"
    return {one["file"]: Found.model_validate(one) for one in json.loads(answer.stdout)}


def test_every_export_has_the_counts_that_are_told_of_it(found: dict[str, Found]) -> None:
    told = {
        file: Counts(
            one.format,
            tuple(playlist.rows for playlist in one.playlists),
            tuple(playlist.kept for playlist in one.playlists),
            one.liked,
            one.facts,
            tuple(history.plays for history in one.listening),
        )
        for file, one in found.items()
        if not one.refused and not file.startswith("corpus/")
    }
    assert told == EXPORTS


def test_what_is_no_export_is_refused_with_what_to_do(found: dict[str, Found]) -> None:
    refused = {file: one.refused for file, one in found.items() if one.refused}
    assert refused.keys() == REFUSED
    assert all(no.place and no.advice for no in refused.values())


def test_thirty_tables_have_3448_rows_and_lose_none(found: dict[str, Found]) -> None:
    tables = [one for file, one in found.items() if file.startswith("corpus/exportify/")]
    assert [one.format for one in tables] == ["exportify"] * 30
    playlists = [playlist for one in tables for playlist in one.playlists]
    assert (len(playlists), sum(playlist.rows for playlist in playlists)) == (30, 3448)
    skipped = Counter(skip.reason for playlist in playlists for skip in playlist.skipped)
    assert skipped.keys() <= {"duplicate"}
    kept = sum(playlist.kept for playlist in playlists)
    assert kept + skipped["duplicate"] == 3448
