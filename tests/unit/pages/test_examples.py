"""The songs that stand for a mood where it is told in a line."""

from __future__ import annotations

from linernotes.pages.notes import EXAMPLES, examples
from linernotes.pages.views import Link
from tests.unit.pages.library import line


def test_the_first_songs_stand_for_a_mood() -> None:
    lines = [line(number) for number in range(9)]
    assert examples(lines) == lines[:EXAMPLES]


def test_a_song_that_stands_on_two_releases_is_named_once() -> None:
    single, album = line(1, "Chipmunk"), line(2, "Chipmunk")
    others = [line(3), line(4), line(5)]
    assert examples([single, album, *others]) == [single, *others[: EXAMPLES - 1]]


def test_one_title_by_two_artists_is_two_songs() -> None:
    one = line(1, "Hello", artists=[Link("Adele")])
    other = line(2, "Hello", artists=[Link("Lionel Richie")])
    assert examples([one, other]) == [one, other]
