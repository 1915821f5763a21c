"""Tracks of several playlists, as they are clustered together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linernotes.clusters import analyse
from linernotes.models import Track
from linernotes.usecases.gatherings import gathering
from tests.unit.clusters.playlists import BALLAD, PARTY, around


def ska_and_folk(bands: int) -> list[Track]:
    """Two moods; two in five of the lively one are ska, of the calm one folk, by so many bands."""
    lively, calm = around(PARTY, 40, "p"), around(BALLAD, 40, "b")
    return [
        replace(
            one,
            genres=((genre, "pop"), ("pop",), ())[n % 5 // 2],
            artists=(f"{genre} band {n % bands}", "A guest"),
        )
        for genre, tracks in (("ska", lively), ("folk", calm))
        for n, one in enumerate(tracks)
    ]


@pytest.mark.parametrize(("bands", "names"), [(7, {"Ska", "Folk"}), (1, {"Upbeat", "Melancholy"})])
def test_clusters_of_the_library_are_named_by_what_many_artists_bear(
    bands: int, names: set[str]
) -> None:
    gathered = gathering(ska_and_folk(bands))
    assert gathered
    assert {one.name.split(",")[0] for one in analyse(gathered).clusters} == names
