"""Places in the owner's listening, worked out by hand."""

from __future__ import annotations

from linernotes.listening.documents import Credit, Holdings, ListeningDocument, Ranks
from linernotes.listening.plays import heard
from linernotes.listening.ranks import affected, places, rank
from linernotes.models import Track
from tests.unit.listening.histories import history, kept, playlists, title, top, uri


def test_the_most_comes_first_and_equals_share_the_smaller_number() -> None:
    assert places({"a": 3, "b": 9, "c": 3, "d": 1}) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert places({}) == {}


def test_a_play_is_told_by_its_minute_title_and_artist() -> None:
    same = title("SONG", 10, artist="ann")
    found = heard(
        [history(title("Song", 10, 20, 30)), history(same, title("Song", 10, artist="Bob"))]
    )
    assert [(one.name, one.artists, one.score) for one in found.titles] == [
        ("Song", ("Ann",), 3),
        ("Song", ("Bob",), 1),
    ]
    assert (found.first, found.last) == (10, 30)


def test_a_history_counts_alike_in_a_document_of_its_own_and_in_that_of_its_export() -> None:
    account = history(title("Song", 9, 10), title("Other", 11))
    extended = history(title("Song", 10, number=1), extended=True, span=(10, 20))
    inside = heard([account, extended])
    assert [(one.key, one.score) for one in inside.titles] == [("", 1), (uri(1), 1)]
    assert heard([account], extended.listening) == inside
    assert heard([ListeningDocument()], (*extended.listening, *account.listening)) == inside


def test_an_extended_history_rules_from_its_first_to_its_last_row() -> None:
    account = history(title("Song", 9, 10, 15, 20, 21))
    extended = history(title("Song", 12, number=1), extended=True, span=(10, 20))
    found = heard([account, extended])
    assert sorted((one.key, one.score) for one in found.titles) == [("", 2), (uri(1), 1)]


def test_an_extended_history_without_music_still_rules_its_time() -> None:
    silent = history(extended=True, span=(0, 100))
    assert heard([history(title("Song", 50, 150)), silent]).titles[0].score == 1


def test_a_play_without_uri_is_that_of_the_track_in_most_playlists() -> None:
    song = kept("Song", ("Zoe", "Ann"))
    told = heard([history(title("song", 1, 2), title("Other", 3, number=9))])
    assert rank(told, playlists({uri(7): song}, {uri(3): song})).tracks == {uri(3): 1}
    most = playlists({uri(7): song}, {uri(3): song}, {uri(7): song})
    assert rank(told, most).tracks == {uri(7): 1}


def test_of_two_copies_of_a_song_the_one_with_an_address_has_the_plays() -> None:
    song, told = kept("Song"), heard([history(title("Song", 1))])
    assert rank(told, playlists({"name:song": song}, {uri(7): song})).tracks == {uri(7): 1}
    most = playlists({"name:song": song}, {uri(7): song}, {"name:song": song})
    assert rank(told, most).tracks == {"name:song": 1}


def test_a_play_without_uri_is_that_of_a_track_which_a_history_names() -> None:
    told = heard(
        [
            history(title("Song", 1, number=4), extended=True),
            history(title("Song", 5), title("B", 6)),
        ]
    )
    ranks = rank(told, playlists({"name:b": kept("B")}))
    assert ranks.tracks == {"name:b": 2}, "one song of two plays comes first"


def test_what_no_playlist_holds_takes_its_place_unseen() -> None:
    told = heard([history(title("Song", 1), title("Elsewhere", 2, 3, artist="Bob"))])
    ranks = rank(told, playlists({uri(1): kept("Song")}))
    assert (ranks.tracks, ranks.artists) == ({uri(1): 2}, {"ann": 2})


def test_artists_and_albums_count_all_that_was_listened_to() -> None:
    told = heard(
        [
            history(
                title("One", 1, 2, number=1, album="First"),
                title("Two", 3, 4, number=2, album="first"),
                title("Three", 5, 6, 7, artist="Bob", number=3, album="First"),
                extended=True,
            )
        ]
    )
    held = playlists({uri(1): kept("One"), uri(3): kept("Three", ("Bob", "Cy"), album="FIRST")})
    ranks = rank(told, held)
    assert ranks.tracks == {uri(1): 2, uri(3): 1}
    assert ranks.artists == {"ann": 1, "bob": 2}
    assert (ranks.artist("ANN"), ranks.artist("Cy")) == (1, None)
    assert ranks.album(Track(key="x", album="First", artists=("Cy", "Bob"))) == 2
    assert ranks.album(Track(key="x", album="First", artists=("Ann",))) is None, "on no playlist"
    assert ranks.album(Track(key="x", artists=("Bob",))) is None


def test_an_album_that_the_history_leaves_out_is_that_of_the_track() -> None:
    told = heard([history(title("Song", 1, 2))])
    assert rank(told, playlists({uri(1): kept("Song", album="First")})).albums == {"first\nann": 1}


def test_points_of_top_lists_weigh_by_their_range() -> None:
    told = [top("short_term", 1, 2), top("medium_term", 2), top("long_term", 3, before=40)]
    scores = {one.key: one.score for one in heard(told).titles}
    assert scores == {uri(1): 50, uri(2): 49 + 4 * 50, uri(3): 8 * 10}
    assert heard(told).last is None


def test_a_list_dropped_twice_counts_once_and_beyond_fifty_nothing() -> None:
    twice = [top("short_term", 1, 2), top("short_term", 1, 2)]
    assert heard(twice) == heard(twice[:1])
    assert heard([top("short_term", 5, before=50)]).titles == ()


def test_top_lists_rank_artists_and_albums_as_they_credit_them() -> None:
    credit = Credit(name="Song", artists=("Ann", "Bob"), album="First")
    held = playlists({uri(1): kept("Song", ("Ann", "Bob"), album="First")})
    ranks = rank(heard([top("long_term", 1, credit=credit)]), held)
    assert ranks == Ranks(
        tracks={uri(1): 1},
        artists={"ann": 1, "bob": 1},
        albums={"first\nann": 1, "first\nbob": 1},
    )


def test_top_lists_are_silent_beside_any_play() -> None:
    found = heard([top("long_term", 1), history(title("Song", 1))])
    assert [one.name for one in found.titles] == ["Song"]


def test_nobody_who_listened_to_nothing_has_a_rank() -> None:
    assert rank(heard([]), playlists({uri(1): kept("Song")})) == Ranks()
    assert rank(heard([history(title("Song", 1))]), Holdings()) == Ranks()


def test_a_moved_rank_touches_every_track_that_shows_it() -> None:
    held = playlists(
        {uri(1): kept("One"), uri(2): kept("Two", ("Bob",))},
        {uri(3): kept("Three", ("Cy",), album="First")},
        {uri(4): kept("Four", ("Dan",))},
    )
    before = Ranks(tracks={uri(1): 1}, artists={"bob": 2}, albums={})
    now = Ranks(tracks={uri(1): 2}, artists={}, albums={"first\ncy": 1})
    assert affected(before, now, held) == {
        "p0": frozenset({uri(1), uri(2)}),
        "p1": frozenset({uri(3)}),
    }
    assert affected(now, now, held) == {}
