"""What an export file is read as, told to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linernotes.errors import Refused
from linernotes.local import reading

EXPORTS = Path(__file__).parents[3] / "events" / "exports"
POP = EXPORTS / "international_pop.json"


def test_a_good_export_is_described_by_its_playlists() -> None:
    found = reading.find(POP, POP.name)
    assert found.format == "web-api-playlist"
    assert found.refused is None
    (playlist,) = found.playlists
    assert (playlist.name, playlist.rows, playlist.kept) == ("International Pop", 106, 106)
    assert found.liked == 54
    first, second = reading.describe(found)
    assert first.startswith("international_pop.json: web-api-playlist, because ")
    assert second == "  International Pop: 106 of 106 rows kept"


def test_skipped_rows_are_counted_by_reason(tmp_path: Path) -> None:
    row = {"track": {"uri": "spotify:track:" + "a" * 22, "name": "x", "artists": []}}
    file = tmp_path / "p.json"
    items = [row, row, {"track": None}]
    file.write_text(json.dumps({"name": "P", "tracks": {"items": items}}))
    *_, line = reading.describe(reading.find(file, "p.json"))
    assert line == "  P: 1 of 3 rows kept; skipped 2: 1 duplicate, 1 null"


def test_one_play_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "StreamingHistory_music_0.json"
    play = {"endTime": "2026-01-02 10:00", "artistName": "BIBI", "trackName": "Vengeance"}
    file.write_text(json.dumps([play | {"msPlayed": 180_000}]))
    *_, line = reading.describe(reading.find(file, file.name))
    assert line == "  listening: 1 play of 30 s or more in 1 row"


def test_a_refused_export_says_why_where_and_what_to_do() -> None:
    found = reading.find(EXPORTS / "broken download.json", "broken download.json")
    assert found.refused
    assert found.playlists == ()
    (line,) = reading.describe(found)
    assert line.startswith("broken download.json: refused: The JSON is cut off")
    assert "(line 2" in line
    assert "again" in line


def test_a_file_that_is_too_large_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as hole:
        hole.truncate(2**40)

    def read_bytes(self: Path) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert reading.find(file, file.name).refused


def test_an_analysis_names_tracks_by_uri_and_loses_none() -> None:
    (found,) = reading.analyze(POP)
    assert (found.name, found.tracks) == ("International Pop", 106)
    assert found.placed + found.unplaced == found.tracks
    assert found.placed == len(found.points) == sum(cluster.size for cluster in found.clusters)
    assert found.k == len(found.clusters)
    for cluster in found.clusters:
        assert cluster.size == len(cluster.tracks)
        assert all(uri.startswith("spotify:track:") for uri in cluster.tracks)
        assert set(cluster.tracks) <= found.points.keys()
    assert all(0 < axis.explained < 1 for axis in found.axes)


def test_the_json_of_an_analysis_has_the_documented_members() -> None:
    (found,) = reading.analyze(POP)
    assert list(found.model_dump(mode="json")) == [
        "name",
        "mode",
        "tracks",
        "placed",
        "unplaced",
        "k",
        "silhouette",
        "stability",
        "clusters",
        "axes",
        "points",
    ]


def test_a_playlist_without_clusters_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"name": "P", "tracks": {"items": []}}))
    (found,) = reading.analyze(file)
    assert (found.k, found.silhouette, found.clusters) == (0, None, ())
    assert found.why in "\n".join(reading.describe_analysis(found))
    assert found.why


def test_people_read_how_good_the_clusters_are() -> None:
    (found,) = reading.analyze(EXPORTS / "international_pop.json")
    assert "5 clusters, soft, silhouette 0.29" in "\n".join(reading.describe_analysis(found))


def test_a_refused_export_is_not_analyzed() -> None:
    with pytest.raises(Refused):
        reading.analyze(EXPORTS / "broken download.json")
