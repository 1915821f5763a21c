"""From an analysis to figures; a playlist whose figures stand may be published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from linernotes import figures
from linernotes.cards import card, card_of
from linernotes.catalog.heads import Ready
from linernotes.charts import charts
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.identity import digest
from linernotes.messages import FigureHint, PlaylistHint
from linernotes.models import Analysis, PlaylistDocument
from linernotes.observability import about, logger
from linernotes.recipes import FIGURES
from linernotes.sound import figure_of, measured, spreads
from linernotes.usecases import drawings, views
from linernotes.usecases.analyze import input_of
from linernotes.usecases.sound_views import FIGURE

_ATTEMPTS = 4  # how often a worker begins again because the playlist changed under it


def draw(hint: PlaylistHint | FigureHint, cloud: Cloud) -> None:
    """Draw what pages lack, let them be published, and wake the publisher.

    Raises `Retry` when the playlist kept changing.
    """
    if isinstance(hint, FigureHint):
        about(hint.correlation)
        drawings.draw(hint, cloud)
    else:
        about(hint.correlation, pid=hint.pid)
        _draw(hint, cloud)


def _draw(hint: PlaylistHint, cloud: Cloud) -> None:
    heads = cloud.catalog.heads
    for _ in range(_ATTEMPTS):
        read = heads.ready(hint.pid)
        head = heads.playlist(hint.pid)
        if head is None or not head.doc:
            cloud.queues.publish(cloud.token(), hint.correlation)  # its pages go
            return
        stands = heads.clusters(hint.pid)
        if stands is None or stands.input != input_of(head.doc):
            return  # whoever wrote this head sent it to analyze, which sends it here
        figures = _figures(hint.pid, head.doc, stands.analysis, cloud)
        ready = Ready(head.doc, stands.analysis, figures, FIGURES)
        if ready == read or heads.put_ready(hint.pid, ready, read):
            token = cloud.token()
            cloud.catalog.dirt.put([f"playlist#{hint.pid}"], token)
            cloud.queues.publish(token, hint.correlation)
            return
    raise Retry(f"playlist {hint.pid} is being drawn by other workers")


def _figures(pid: str, doc: str, analysis_doc: str, cloud: Cloud) -> dict[str, str]:
    """The addresses of the playlist's figures by name, each drawn unless it stands."""
    made = {}
    for name, address, picture in (
        *_scatter(analysis_doc, cloud),
        *_card(doc, analysis_doc, cloud),
        *_charts(doc, cloud),
    ):
        made[name] = address
        if not cloud.library.has_figure(address):
            cloud.library.put_figure(address, picture())
            logger().info("drew", pid=pid, figure=name)
    _sound(doc, cloud)
    return made


def _sound(doc: str, cloud: Cloud) -> None:
    """Draw what publish would ask for next, so that it seldom has to."""
    sounds = map(measured, cloud.library.get(PlaylistDocument, doc).tracks)
    here = spreads(sounds, cloud.thresholds.feature_tracks)
    if here:
        drawings.ensure(FIGURE, figure_of(here, cloud.catalog.sounds.stands()), cloud)


# A figure: its name, the address under which it stands, and how it is drawn.
type _Figure = tuple[str, str, Callable[[], bytes]]


def _scatter(analysis_doc: str, cloud: Cloud) -> Iterator[_Figure]:
    analysis = cloud.library.get(Analysis, analysis_doc)
    if analysis.clusters:
        shows = analysis.model_dump_json(include={"axes", "clusters", "points"})
        address = digest(views.SCATTER, shows, str(FIGURES))
        yield views.SCATTER, address, lambda: figures.scatter(analysis)


def _card(doc: str, analysis_doc: str, cloud: Cloud) -> Iterator[_Figure]:
    document = cloud.library.get(PlaylistDocument, doc)
    analysis = cloud.library.get(Analysis, analysis_doc)
    shows = card_of(document, analysis)
    yield views.CARD, digest("card", shows.model_dump_json(), str(FIGURES)), partial(card, shows)


def _charts(doc: str, cloud: Cloud) -> Iterator[_Figure]:
    document = cloud.library.get(PlaylistDocument, doc)
    lines = views.lines_of(document.tracks, cloud.catalog.rows.liked(), views.Paths({}))
    for name, bars in charts(lines).items():
        shows = json.dumps([(bar.name, bar.tracks, bar.liked) for bar in bars])
        yield name, digest("bars", shows, str(FIGURES)), partial(figures.bars, bars)
