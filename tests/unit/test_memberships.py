"""How artists, labels and genres stand in a playlist."""

from __future__ import annotations

from linernotes.identity import entity
from linernotes.models import ExportReading, Reading, Track
from linernotes.playlists import documents, memberships, touched


def test_a_playlist_names_artists_labels_and_genres_by_their_keys() -> None:
    stand = memberships(
        [
            Track(
                key="1", artists=("Ann", "BOB"), label="XL Recordings", genres=("Art Pop", "pop")
            ),
            Track(key="2", artists=("Bob",), label="XL/Some Records", genres=("art pop",)),
        ]
    )
    assert {thing: body.tracks for thing, body in stand.items()} == {
        "artist#ann": ("1",),
        "artist#bob": ("1", "2"),
        "genre#art pop": ("1", "2"),
        "genre#pop": ("1",),
        "label#some": ("2",),
        "label#xl": ("1", "2"),
    }
    assert stand["artist#bob"].spellings == {"BOB": 1, "Bob": 1}
    assert stand["genre#art pop"].spellings == {"Art Pop": 1, "art pop": 1}


def test_a_tag_written_twice_on_a_track_counts_once() -> None:
    [(thing, body)] = memberships([Track(key="1", genres=("Pop", "pop", "  POP "))]).items()
    assert (thing, body.tracks, body.spellings) == ("genre#pop", ("1",), {"Pop": 1})


def test_a_tag_without_visible_letters_is_no_genre() -> None:
    assert memberships([Track(key="1", genres=("\u200b", " "))]) == {}


def test_names_too_long_for_the_catalog_keep_apart_and_within_its_limit() -> None:
    one, other = entity("artist", "ü" * 10_000), entity("artist", "ü" * 10_000 + "x")
    assert one != other
    assert len(one.encode()) < 1_000
    assert one.startswith("artist#üü")
    assert entity("artist", "ü" * 200) == "artist#" + "ü" * 200


def test_what_a_document_touches_is_found_whatever_its_tracks_are_called() -> None:
    name = '\\","entities":{"artist#x":1}, ,"entities":{}'
    tracks = (Track(key="1", name=name, artists=(name,), album=f'",{name}'), Track(key="2"))
    for held in (tracks, ()):
        reading = ExportReading(
            format="zip", because="", playlists=(Reading(name=name, tracks=held),)
        )
        [document] = documents(reading, "x.json")
        body = document.model_dump_json(exclude_defaults=True).encode()
        assert touched(body) == document.entities
        assert len(document.entities) == bool(held)
