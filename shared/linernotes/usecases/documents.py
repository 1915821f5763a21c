"""Playlist documents that a run needs more than once: for the playlist, then for its entities."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from linernotes.library import Library
from linernotes.models import PlaylistDocument, Track

_KEPT = 60_000  # tracks: some 150 MB of a function's memory


class Documents:
    """Documents by address, the latest used kept as they were parsed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: OrderedDict[str, PlaylistDocument] = OrderedDict()
        self._by_key: dict[str, Mapping[str, Track]] = {}
        self._tracks = 0  # of all that are kept

    def playlist(self, address: str) -> PlaylistDocument:
        """The document at `address`."""
        if address in self._kept:
            self._kept.move_to_end(address)
            return self._kept[address]
        document = self._library.get(PlaylistDocument, address)
        self._kept[address] = document
        self._tracks += len(document.tracks)
        while len(self._kept) > 1 and self._tracks > _KEPT:
            gone, old = self._kept.popitem(last=False)
            self._tracks -= len(old.tracks)
            self._by_key.pop(gone, None)
        return document

    def tracks(self, address: str) -> Mapping[str, Track]:
        """Its tracks by key."""
        document = self.playlist(address)
        if address not in self._by_key:
            self._by_key[address] = {track.key: track for track in document.tracks}
        return self._by_key[address]
