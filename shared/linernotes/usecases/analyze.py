"""From a playlist's document to its clusters."""

from __future__ import annotations

from linernotes.catalog.heads import Standing
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.identity import digest
from linernotes.messages import PlaylistHint
from linernotes.models import Analysis, PlaylistDocument
from linernotes.observability import about, logger
from linernotes.recipes import CLUSTERING

_ATTEMPTS = 4  # how often a worker begins again because the playlist changed under it


def input_of(doc: str) -> str:
    """What an analysis depends on: the document and the number of the clustering recipe."""
    return digest("analysis", doc, str(CLUSTERING))


def analyze(hint: PlaylistHint, cloud: Cloud) -> None:
    """Let an analysis stand for what the playlist holds now, and send the playlist on.

    Raises `Retry` when the playlist kept changing.
    """
    about(hint.correlation, pid=hint.pid)
    heads = cloud.catalog.heads
    for _ in range(_ATTEMPTS):
        # Before the head: a worker that slept between the two must not put the analysis of an older
        # document in the place of a newer one's.
        stands = heads.clusters(hint.pid)
        head = heads.playlist(hint.pid)
        if head is None or not head.doc:
            cloud.queues.publish(cloud.token(), hint.correlation)  # its pages go
            return
        ours = input_of(head.doc)
        if (stands and stands.input == ours) or _analyze(hint.pid, head.doc, stands, cloud):
            cloud.queues.draw([hint.pid], hint.correlation)
            return
    raise Retry(f"playlist {hint.pid} is being analyzed by other workers")


def _analyze(pid: str, doc: str, stands: Standing | None, cloud: Cloud) -> bool:
    """Make the analysis of `doc`; False when another one came to stand meanwhile."""
    # scikit-learn takes a second to import: not on the path of a message that finds all done.
    from linernotes import clusters  # noqa: PLC0415 - see the line above

    document = cloud.library.get(PlaylistDocument, doc)
    if stands:
        # A cluster stays itself across a refresh: the new analysis starts from the standing one.
        analysis = clusters.analyse(
            document,
            cloud.library.get(Analysis, stands.analysis),
            cloud.library.get(PlaylistDocument, stands.doc),
        )
    else:
        analysis = clusters.analyse(document)
    standing_now = Standing(input_of(doc), doc, cloud.library.put(analysis))
    logger().info("analyzed", pid=pid, mode=analysis.mode, clusters=len(analysis.clusters))
    return cloud.catalog.heads.put_clusters(pid, standing_now, stands)
