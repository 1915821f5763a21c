"""What the tables on pages count, against a plain recount of the rows of exports."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.recount import FOLDERS, Row, check_sound, folded, folder_of, key_of, of_page, same_track
from tests.recount_labels import labels_in

_TABLES = {"artist": "artists", "label": "labels", "genre": "genres"}
_MOST_YEARS = 30  # beyond, years are told by decades


def completed(told: Mapping[str, Iterable[Row]]) -> dict[str, dict[str, Row]]:
    """The distinct tracks of each export: what one leaves out, the first other one tells."""
    everything: dict[str, list[Row]] = defaultdict(list)
    for name in sorted(told):
        for row in told[name]:
            everything[same_track(row.uri)].append(row)

    def complete(row: Row) -> Row:
        others = everything[same_track(row.uri)]
        return row._replace(
            label=row.label or next((one.label for one in others if one.label), ""),
            genres=row.genres or next((one.genres for one in others if one.genres), ()),
            date=row.date or next((one.date for one in others if one.date), ""),
            album=row.album or next((one.album for one in others if one.album), ""),
            features=row.features or next((one.features for one in others if one.features), {}),
        )

    found: dict[str, dict[str, Row]] = {}
    for name, rows in told.items():
        tracks: dict[str, Row] = {}
        for row in rows:
            tracks.setdefault(same_track(row.uri), complete(row))
        found[name] = tracks
    return found


def check_tables(site: dict[str, bytes], told: Mapping[str, Iterable[Row]]) -> int:
    """Every line of every table counts what a recount counts; how many lines there are."""
    playlists = {
        folder_of(name, site): tracks for name, tracks in completed(told).items() if tracks
    }
    lines = sum(_check_playlist(site, folder, one) for folder, one in playlists.items())
    for kind, folder in FOLDERS.items():
        pages = [
            json.loads(body)
            for path, body in sorted(site.items())
            if re.fullmatch(rf"{folder}/[^/]+/overview\.json", path)
        ]
        lines += sum(_check_entity(site, kind, page, playlists) for page in pages)
        lines += _check_home(site, kind, pages)
    home = json.loads(site["overview.json"])
    held = {one["page"]: one["tracks"] for one in home["playlists"]}
    assert held == {folder: len(tracks) for folder, tracks in playlists.items()}
    return lines + len(held)


def _check_playlist(site: dict[str, bytes], folder: str, tracks: Mapping[str, Row]) -> int:
    page = json.loads(site[f"{folder}/overview.json"])
    uris = Counter(same_track(of_page(one)) for one in page["tracks"])
    assert uris == Counter(tracks.keys()), folder
    moods = json.loads(site[f"{folder}/clusters/overview.json"])
    placed = [of_page(one) for mood in moods["clusters"] for one in mood["tracks"]]
    placed += [of_page(one) for one in moods.get("not_placed", ())]
    assert len(placed) == len(tracks), folder
    assert {same_track(one) for one in placed} == tracks.keys(), folder
    lines = 0
    for kind in (*_TABLES, "album", "year"):
        counted = Counter(key for row in tracks.values() for key in _keys(kind, row))
        shown = _shown(page, kind)
        expected = _by_decade(counted) if kind == "year" else counted
        assert shown == expected, (folder, kind, shown - expected, expected - shown)
        lines += len(shown)
    for path, body in site.items():
        if re.fullmatch(re.escape(folder) + r"/\d{4}s?/overview\.json", path):
            lines += _check_year(path, json.loads(body), tracks)
    return lines


def _check_year(path: str, page: dict[str, Any], tracks: Mapping[str, Row]) -> int:
    name = path.split("/")[2].rstrip("s")
    of_it = name[:3] if path.split("/")[2].endswith("s") else name
    rows = [row for row in tracks.values() if row.date.startswith(of_it)]
    assert {same_track(of_page(one)) for one in page["tracks"]} == {
        same_track(row.uri) for row in rows
    }, path
    for kind in (*_TABLES, "album"):
        counted = Counter(key for row in rows for key in _keys(kind, row))
        assert _shown(page, kind) == counted, (path, kind)
    return len(rows)


def _check_entity(
    site: dict[str, bytes],
    kind: str,
    page: dict[str, Any],
    playlists: Mapping[str, Mapping[str, Row]],
) -> int:
    """Playlists are counted exactly; where exports tell a track differently, any may be shown."""
    name = key_of(kind, page["name"])
    told: dict[str, list[Row]] = defaultdict(list)
    held = Counter[str]()
    for folder, tracks in playlists.items():
        for uri, row in tracks.items():
            if name in _keys(kind, row):
                told[uri].append(row)
                held[folder] += 1
    assert {one["page"]: one["tracks"] for one in page["playlists"]} == held, page["page"]
    assert {same_track(of_page(one)) for one in page["tracks"]} == told.keys(), page["page"]
    lines = len(held)
    for other in (*_TABLES, "album"):
        least, most = Counter[str](), Counter[str]()
        for rows in told.values():
            keys = [_keys(other, row) for row in rows]
            least.update(set.intersection(*keys))
            most.update(set.union(*keys))
        shown = _shown(page, other)
        if other == kind:
            least.pop(name), most.pop(name)
        for key in shown.keys() | least.keys():
            assert least[key] <= shown[key] <= most[key], (page["page"], other, key)
        lines += len(shown)
    if kind == "label":
        lines += _check_spellings(page, name, told)
    if kind == "artist":
        check_sound(site, page["page"], {uri: rows[0] for uri, rows in told.items()})
    return lines


def _check_spellings(page: dict[str, Any], name: str, told: Mapping[str, list[Row]]) -> int:
    """ "Appears as": how many of its tracks spell a label so; the commonest spelling names it."""
    shown = Counter({one["name"]: one["tracks"] for one in page["spellings"]})
    spelled = [{labels_in(row.label, row.artists)[name] for row in rows} for rows in told.values()]
    least = Counter(one for ways in spelled for one in ways if len(ways) == 1)
    most = Counter(one for ways in spelled for one in ways)
    assert shown.total() == len(told), page["page"]
    for spelling in shown.keys() | least.keys():
        assert least[spelling] <= shown[spelling] <= most[spelling], (page["page"], spelling)
    assert page["name"] == min(shown, key=lambda one: (-shown[one], one)), page["page"]
    return len(shown)


def _check_home(site: dict[str, bytes], kind: str, pages: list[dict[str, Any]]) -> int:
    """Home lists whatever has a page, and counts what that page counts."""
    shown = json.loads(site["overview.json"]).get(_TABLES[kind], ())
    assert {one["page"]: one["tracks"] for one in shown} == {
        page["page"]: page["counts"]["tracks"] for page in pages
    }, kind
    return len(shown)


def _keys(kind: str, row: Row) -> set[str]:
    """What a track counts for in a table, each once."""
    found: Iterable[str]
    match kind:
        case "artist":
            found = map(folded, row.artists)
        case "label":
            found = labels_in(row.label, row.artists)
        case "genre":
            found = map(folded, row.genres)
        case "album":
            found = [folded(row.album)]
        case _:
            found = [row.date[:4]] if row.date[:4].isdigit() else []
    return set(found) - {""}


def _by_decade(years: Counter[str]) -> Counter[str]:
    if len(years) <= _MOST_YEARS:
        return years
    decades = Counter[str]()
    for year, tracks in years.items():
        decades[f"{year[:3]}0s"] += tracks
    return decades


def _shown(page: dict[str, Any], kind: str) -> Counter[str]:
    """The lines of a table by what they count; several albums of one name are taken together."""
    shown = Counter[str]()
    for one in page.get(f"{kind}s", ()):
        name = one["name"]
        shown[key_of("label", name) if kind == "label" else folded(name)] += one["tracks"]
    return shown
