"""What is kept and not listened to, and what is listened to and not kept."""

from __future__ import annotations

from linernotes.listening.documents import ListeningDocument
from linernotes.listening.forgotten import MOST, forgotten
from linernotes.listening.plays import heard
from tests.unit.listening.histories import YEAR, history, kept, playlists, title, top, uri

NOW = 10 * YEAR
LATELY = history(title("Newest", NOW, artist="Zoe"))


def names(told: list[ListeningDocument], *, liked: tuple[int, ...] = (), **tracks: int) -> object:
    """Which of these tracks, by name and the minute in which they came, are listed and where."""
    held = playlists(
        {uri(n): kept(name, added=added) for n, (name, added) in enumerate(tracks.items())}
    )
    found = forgotten(heard(told), held, {uri(n) for n in liked})
    assert found is not None
    return (
        [one.holding.name for one in found.forgotten],
        [one.holding.name for one in found.never],
    )


def test_a_track_is_forgotten_a_year_after_its_last_play() -> None:
    told = [LATELY, history(title("Old", 5, NOW - YEAR), title("Recent", NOW - YEAR + 1))]
    assert names(told, Old=1, Recent=1) == (["Old"], [])


def test_a_track_that_came_within_the_year_is_listed_only_where_it_is_liked() -> None:
    assert names([LATELY], New=NOW - YEAR + 1) == ([], [])
    assert names([LATELY], Kept=NOW - YEAR) == ([], ["Kept"])
    assert names([LATELY], liked=(0,), New=NOW - YEAR + 1) == ([], ["New"])


def test_a_play_under_another_address_is_a_play_of_the_song() -> None:
    other = history(title("Song", NOW - 1, number=99), extended=True)
    assert names([LATELY, other], Song=1) == ([], [])


def test_the_most_played_come_first_then_the_liked_then_the_longest_kept() -> None:
    told = [LATELY, history(title("Once", 1), title("Twice", 1, 2))]
    tracks = {"Once": 1, "Twice": 1, "Later": 3, "Earlier": 2, "Liked": 9}
    assert names(told, liked=(4,), **tracks) == (["Twice", "Once"], ["Liked", "Earlier", "Later"])


def test_what_is_played_and_on_no_playlist_is_told_with_its_place() -> None:
    told = heard(
        [
            history(
                title("Away", 1, 2, 3, artist="Bob"),
                title("Song", 4, 5),
                title("Rare", 6, artist="Bob"),
                title("Song", 7, 8, number=50),
            )
        ]
    )
    found = forgotten(told, playlists({uri(1): kept("Song")}), ())
    assert found is not None
    assert [(one.name, one.plays, one.rank) for one in found.unkept] == [
        ("Away", 3, 1),
        ("Rare", 1, 4),
    ]


def test_long_lists_stop_and_say_how_many_there_are() -> None:
    held = playlists({uri(n): kept(f"Song {n}", added=1) for n in range(MOST + 5)})
    found = forgotten(heard([LATELY]), held, ())
    assert found is not None
    assert (len(found.never), found.never_in_all) == (MOST, MOST + 5)


def test_a_track_on_two_playlists_is_told_once_and_since_the_earlier() -> None:
    held = playlists({uri(1): kept("Song", added=9)}, {uri(1): kept("Song", added=4)})
    found = forgotten(heard([LATELY]), held, ())
    assert found is not None
    (one,) = found.never
    assert (one.playlists, one.holding.added) == (("p0", "p1"), 4)


def test_a_song_under_two_addresses_is_told_once_with_the_playlists_of_both() -> None:
    album = {uri(1): kept("Song", added=4), uri(3): kept("Other", added=5)}
    single = {uri(2): kept("Song", ("Ann", "Bob"), added=9)}
    told = [LATELY, history(title("Song", 7), title("Other", 7, 8))]
    found = forgotten(heard(told), playlists(single, album), ())
    assert found is not None
    assert [(one.key, one.playlists, one.plays) for one in found.forgotten] == [
        (uri(3), ("p1",), 2),
        (uri(1), ("p1", "p0"), 1),
    ]
    assert found.forgotten_in_all == 2


def test_tracks_without_a_name_are_not_one_song() -> None:
    held = playlists({uri(n): kept("", added=1) for n in range(3)})
    found = forgotten(heard([LATELY]), held, ())
    assert found is not None
    assert found.never_in_all == 3


def test_without_plays_nothing_is_called_forgotten() -> None:
    assert forgotten(heard([top("long_term", 1)]), playlists({uri(1): kept("Song")}), ()) is None
