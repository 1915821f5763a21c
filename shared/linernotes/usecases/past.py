"""What a playlist's page shows of its past: noted before the page is written, then read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from linernotes.catalog.heads import Ready
from linernotes.catalog.shelves import Shelf
from linernotes.cloud import Cloud
from linernotes.history import History, point_of, with_point
from linernotes.pages.change_words import on_playlist
from linernotes.pages.views import PlaylistView
from linernotes.taste import dated, taste
from linernotes.usecases.telling import tell_gone, tell_playlist


def with_past(view: PlaylistView, thing: str, ready: Ready, cloud: Cloud) -> PlaylistView:
    """The view with what changed, how its clusters grew, and when its tracks were added.

    The log and the history are told first: a run that dies has told them, and the next one writes
    the pages by what they say.
    """
    tell_playlist(cloud.catalog.log, cloud.library, thing, view, ready)
    keys = [line.track.key for line in view.tracks]
    histories = cloud.catalog.histories
    stood = histories.of(thing)
    history = with_point(stood, point_of(keys, view.analysis, cloud.now()))
    if history != stood:
        histories.put(thing, history)
    return replace(
        view,
        changes=on_playlist(cloud.catalog.log.of(thing)),
        history=history.points,
        taste=taste(
            dated((line.track for line in view.tracks), view.since), view.analysis, len(keys)
        ),
    )


def forget_past(
    thing: str, shelf: Shelf | None, newest: Callable[[], datetime | None], cloud: Cloud
) -> None:
    """Tell that a playlist goes, where it was published, and forget its history.

    One that was never published may have one all the same: a run noted it and died.
    """
    if shelf:
        tell_gone(cloud.catalog.log, shelf, newest())
    if cloud.catalog.histories.of(thing) != History():
        cloud.catalog.histories.forget(thing)
