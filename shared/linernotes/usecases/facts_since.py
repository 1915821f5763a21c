"""Facts that came since the last night, and the exports that lack them.

Whoever reads an export asks those that it completes to be read again, so as a rule there are
none. But what was asked may have been lost: given up after five tries, and then forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pydantic import RootModel

from linernotes.catalog.rows import Known
from linernotes.cloud import Cloud
from linernotes.facts import FIELDS, Fact, Facts, complete, said
from linernotes.models import ExportDocument, PlaylistDocument, Track

_NAME = "facts"
_TRACKS = 5_000  # a night; the rest waits for the next one


class Seen(RootModel[dict[str, str]]):
    """Address of what each export says of tracks, by object key, as it was looked at."""


def lacking(documents: Collection[ExportDocument], cloud: Cloud) -> tuple[set[str], str]:
    """The object keys whose tracks lack a fact, and what to `remember` once they were told.

    The first night only remembers: there is nothing before it.
    """
    nights = cloud.catalog.nights
    now = {document.key: document.facts for document in documents}
    last = nights.last(_NAME)
    if not last:
        return set(), cloud.library.put(Seen(dict(sorted(now.items()))))
    before = cloud.library.get(Seen, last).root
    tracks: set[str] = set()
    seen = dict(before)
    for key in sorted(before.keys() | now.keys()):
        if before.get(key, "") != now.get(key, ""):
            if len(tracks) >= _TRACKS:
                continue
            tracks |= _changed(before.get(key, ""), now.get(key, ""), cloud)
        if key in now:
            seen[key] = now[key]
        else:
            seen.pop(key, None)
    if seen == before:
        return set(), ""
    by_export = {document.key: document for document in documents}
    known = cloud.catalog.rows.known(sorted(tracks))
    asked = _behind(known, by_export, cloud)
    return asked, cloud.library.put(Seen(dict(sorted(seen.items()))))


def remember(doc: str, cloud: Cloud) -> None:
    """Note what was looked at."""
    if doc:
        cloud.catalog.nights.leave(_NAME, doc)


def _changed(before: str, now: str, cloud: Cloud) -> set[str]:
    old, new = (cloud.library.get(Facts, doc).root if doc else {} for doc in (before, now))
    return {track for track in old.keys() | new.keys() if old.get(track) != new.get(track)}


def _behind(
    known: Mapping[str, Known], documents: Mapping[str, ExportDocument], cloud: Cloud
) -> set[str]:
    """The exports among those that hold the tracks in which one is not as it should be."""
    holders = {key for one in known.values() for key in one.exports}
    found = set()
    for key in sorted(holders & documents.keys()):
        held = {track: one for track, one in known.items() if key in one.exports}
        if any(
            _is_behind(track, key, held[track.key])
            for track in _tracks(documents[key], cloud)
            if track.key in held
        ):
            found.add(key)
    return found


def _tracks(document: ExportDocument, cloud: Cloud) -> Iterable[Track]:
    for report in document.playlists:
        yield from cloud.library.get(PlaylistDocument, report.doc).tracks


def _is_behind(track: Track, key: str, known: Known) -> bool:
    """Whether a field that the export itself leaves out is not what the others make of it."""
    own = known.told[key].fact if key in known.told else Fact()
    others = [told for source, told in known.told.items() if source != key]
    should = complete(Track(key=track.key), others)
    free = set(FIELDS) - said(own) - {"artist_ids"}
    return any(getattr(track, field) != getattr(should, field) for field in free)
