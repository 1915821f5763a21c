"""From an analysis to figures; a playlist whose figures stand may be published."""

from __future__ import annotations

from linernotes.catalog.heads import Ready
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.identity import digest
from linernotes.messages import PlaylistHint
from linernotes.models import Analysis
from linernotes.observability import logger
from linernotes.recipes import FIGURES
from linernotes.usecases.analyze import input_of

_ATTEMPTS = 4  # how often a worker begins again because the playlist changed under it


def draw(hint: PlaylistHint, cloud: Cloud) -> None:
    """Draw what the playlist's pages lack, let it be published, and wake the publisher.

    Raises `Retry` when the playlist kept changing.
    """
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
        ready = Ready(head.doc, stands.analysis, _figures(hint.pid, stands.analysis, cloud))
        if ready == read or heads.put_ready(hint.pid, ready, read):
            token = cloud.token()
            cloud.catalog.dirt.put([f"playlist#{hint.pid}"], token)
            cloud.queues.publish(token, hint.correlation)
            return
    raise Retry(f"playlist {hint.pid} is being drawn by other workers")


def _figures(pid: str, analysis_doc: str, cloud: Cloud) -> dict[str, str]:
    """The addresses of the playlist's figures by name, each drawn unless it stands."""
    analysis = cloud.library.get(Analysis, analysis_doc)
    if not analysis.clusters:
        return {}
    shows = analysis.model_dump_json(include={"axes", "clusters", "points"})
    address = digest("clusters_scatter", shows, str(FIGURES))
    if not cloud.library.has_figure(address):
        # matplotlib takes a third of a second to import: only where something is drawn.
        from linernotes import figures  # noqa: PLC0415 - see the line above

        cloud.library.put_figure(address, figures.scatter(analysis))
        logger().info("drew", pid=pid, figure="clusters_scatter")
    return {"clusters_scatter": address}
