"""The release years of a playlist that have a page of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from linernotes import counts
from linernotes.listening.documents import Ranks
from linernotes.pages.views import PlaylistView, TrackLine, YearView
from linernotes.thresholds import Thresholds

_YEAR = re.compile(r"\d{4}")


def with_years(
    view: PlaylistView, thresholds: Thresholds, ranks: Ranks | None = None
) -> PlaylistView:
    """The view with the pages of its years and decades, and its table of years linked to them.

    A year has a page from `year_tracks` tracks; a decade has one, of all its tracks, where those
    of years without a page are `decade_tracks` or more.
    """
    by_year: defaultdict[str, list[TrackLine]] = defaultdict(list)
    by_decade: defaultdict[str, list[TrackLine]] = defaultdict(list)
    for line in view.tracks:
        if found := _YEAR.match(line.track.release_date):
            by_year[found[0]].append(line)
            by_decade[_decade(found[0])].append(line)
    own = {year: lines for year, lines in by_year.items() if len(lines) >= thresholds.year_tracks}
    rest = {
        decade: sum(len(by_year[y]) for y in by_year.keys() - own.keys() if _decade(y) == decade)
        for decade in by_decade
    }
    shown = own | {d: by_decade[d] for d, left in rest.items() if left >= thresholds.decade_tracks}
    paths = {name: f"playlists/{view.slug}/{name}" for name in sorted(shown, reverse=True)}
    return replace(
        view,
        years=tuple(replace(one, path=_path(one.name, paths)) for one in view.years),
        year_pages=tuple(
            _page(view, path, shown[name], paths, ranks) for name, path in paths.items()
        ),
    )


def _page(
    view: PlaylistView,
    path: str,
    lines: Sequence[TrackLine],
    paths: Mapping[str, str],
    ranks: Ranks | None,
) -> YearView:
    years = counts.years(lines)
    return YearView(
        folder=path,
        name=path.rpartition("/")[2],
        playlist=view.name,
        slug=view.slug,
        since=view.since,
        tracks=tuple(lines),
        artists=counts.artists(lines, ranks),
        albums=counts.albums(lines, ranks),
        labels=counts.labels(lines),
        genres=counts.genres(lines),
        # Within a decade, the years that have a page; a year alone has nothing to compare.
        years=tuple(replace(one, path=paths.get(one.name, "")) for one in years)
        if len(years) > 1
        else (),
        likes_known=view.likes_known,
        ranks_known=view.ranks_known,
    )


def _path(name: str, paths: Mapping[str, str]) -> str:
    """The page of a year, else of its decade; a name may be that of a decade already."""
    return paths.get(name) or paths.get(_decade(name), "")


def _decade(year: str) -> str:
    return f"{year[:3]}0s"
