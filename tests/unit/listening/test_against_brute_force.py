"""Ranks against the rule as it is written for people, told play by play."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.listening.documents import Holding, ListeningDocument
from linernotes.listening.plays import heard
from linernotes.listening.ranks import rank
from tests.unit.listening.histories import history, kept, playlists, title, uri


class Row(NamedTuple):
    minute: int
    name: str
    artist: str
    number: int | None


class History(NamedTuple):
    extended: bool
    rows: list[Row]


NAMES = st.sampled_from(["S", "T", "U"])
ARTISTS = st.sampled_from(["Ann", "Bob", "Cy"])
# One URI is one title, as it is at Spotify.
URIS = {("S", "Ann"): (1, 2), ("T", "Ann"): (3,), ("S", "Bob"): (4, 5), ("U", "Cy"): (6,)}


@st.composite
def histories(draw: st.DrawFn) -> History:
    extended = draw(st.booleans())
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        name, artist = draw(NAMES), draw(ARTISTS)
        numbers = URIS.get((name, artist), ())
        number = draw(st.sampled_from(numbers)) if extended and numbers else None
        rows.append(Row(draw(st.integers(0, 12)), name, artist, number))
    return History(extended, rows)


TRACKS = [(number, *song) for song, numbers in URIS.items() for number in numbers]
PLAYLISTS = st.lists(st.lists(st.sampled_from(TRACKS), max_size=5, unique=True), max_size=4)


def document(one: History) -> ListeningDocument:
    titles: defaultdict[tuple[str, str, int | None], set[int]] = defaultdict(set)
    for row in one.rows:
        titles[row.name, row.artist, row.number].add(row.minute)
    return history(
        *(
            title(name, *minutes, artist=artist, number=number)
            for (name, artist, number), minutes in titles.items()
        ),
        extended=one.extended,
    )


def rule(all_histories: list[History], held: list[list[tuple[int, str, str]]]) -> dict[str, int]:
    """The places of the tracks in the playlists, by URI."""
    spans = [
        (min(row.minute for row in one.rows), max(row.minute for row in one.rows))
        for one in all_histories
        if one.extended
    ]
    members: defaultdict[tuple[int, str, str], set[int]] = defaultdict(set)
    for one in all_histories:
        for row in one.rows:
            if one.extended or not any(a <= row.minute <= b for a, b in spans):
                told = members[row.minute, row.name, row.artist]
                told |= set() if row.number is None else {row.number}
    named = {(n, name, artist) for (_, name, artist), told in members.items() for n in told}
    plays: Counter[object] = Counter()
    for (_, name, artist), told in members.items():
        if told:
            plays[min(told)] += 1
            continue
        named_so = {one for tracks in held for one in tracks} | {
            one for one in named if plays_of(one, members)
        }
        matching = [n for n, *song in named_so if song == [name, artist]]
        holding = Counter(n for tracks in held for n, *_ in tracks)
        best = min(matching, key=lambda n: (-holding[n], n), default=None)
        plays[(name, artist) if best is None else best] += 1
    in_a_playlist = {n for tracks in held for n, *_ in tracks}
    return {
        uri(n): 1 + sum(other > plays[n] for other in plays.values())
        for n in in_a_playlist
        if plays[n]
    }


def plays_of(one: tuple[int, str, str], members: dict[tuple[int, str, str], set[int]]) -> bool:
    """Whether any play counts for this URI: of two in one minute the smaller counts."""
    return any(told and min(told) == one[0] for told in members.values())


@settings(max_examples=300, deadline=None)
@given(st.lists(histories(), min_size=1, max_size=4), PLAYLISTS)
def test_ranks_are_what_the_rule_says(
    told: list[History], held: list[list[tuple[int, str, str]]]
) -> None:
    tracks: list[dict[str, Holding]] = [
        {uri(number): kept(name, (artist,)) for number, name, artist in one} for one in held
    ]
    expected = rule(told, held)
    for order in (told, told[::-1]):
        assert rank(heard(map(document, order)), playlists(*tracks)).tracks == expected
