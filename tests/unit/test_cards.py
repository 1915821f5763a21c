"""The card of a playlist."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from linernotes.cards import CARD_SIZE, CardFigure, Mood, card, card_of
from linernotes.models import Analysis, Cluster, PlaylistDocument, Track
from linernotes.palette import colour
from tests.unit.pages.library import HOSTILE


def document(count: int) -> PlaylistDocument:
    tracks = tuple(Track(key=f"{n}", name=f"Song {n}", artists=("Ada", "Bo")) for n in range(count))
    return PlaylistDocument(
        recipe=1, pid="p", export="e", name="Evenings", tracks=tracks, entities={}
    )


def analysis() -> Analysis:
    return Analysis(
        recipe=1,
        mode="sound",
        k=2,
        clusters=(
            Cluster(number=1, name="calm", tracks=("1", "2")),
            Cluster(number=2, name="loud", tracks=("5", "3", "4")),
        ),
        points={"1": (0.0, 0.0), "2": (1.0, 1.0), "3": (2.0, 0.5), "4": (float("nan"), 0.0)},
    )


def test_a_card_shows_moods_dots_and_the_most_typical_track_of_the_largest_cluster() -> None:
    shows = card_of(document(6), analysis())
    assert shows == CardFigure(
        name="Evenings",
        tracks=6,
        moods=(Mood(number=1, name="calm"), Mood(number=2, name="loud")),
        signature="Song 5 by Ada",
        points=((1, 0.0, 0.0), (1, 1.0, 1.0), (2, 2.0, 0.5)),
    )
    picture = Image.open(io.BytesIO(card(shows))).convert("RGB")
    assert picture.size == CARD_SIZE
    found = {
        f"#{bytes(rgb).hex()}" for rgb in np.unique(np.asarray(picture).reshape(-1, 3), axis=0)
    }
    assert {colour(1).light, colour(2).light} <= found


def test_a_playlist_without_clusters_has_a_card_too() -> None:
    shows = card_of(document(2), Analysis(recipe=1, mode="none", k=0))
    assert shows.signature == ""
    assert Image.open(io.BytesIO(card(shows))).size == CARD_SIZE


def test_a_card_bears_the_name_that_the_page_bears() -> None:
    likes = document(2).model_copy(update={"name": "Lieblingssongs", "liked_tracks": True})
    assert card_of(likes, analysis()).name == "Lieblingssongs"
    unseen = document(2).model_copy(update={"name": "\u3164"})
    assert card_of(unseen, analysis()).name == "(untitled)"


@pytest.mark.parametrize("name", ["", "W" * 5000, HOSTILE[8], "לך לישון", "夜に駆ける"])
def test_any_name_fits_and_draws_the_same_bytes_again(name: str) -> None:
    shows = CardFigure(name=name, tracks=1, signature=name, moods=(Mood(number=9, name=name),))
    made = card(shows)
    assert card(shows) == made
    pixels = Image.open(io.BytesIO(made)).convert("RGB")
    edge = pixels.crop((CARD_SIZE[0] - 40, 0, *CARD_SIZE))
    assert len(edge.getcolors() or ()) == 1, "nothing runs over the edge"
