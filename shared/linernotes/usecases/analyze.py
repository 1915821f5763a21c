"""From a playlist's document to its clusters, and from what is gathered of several to its own."""

from __future__ import annotations

from linernotes.catalog.heads import Standing
from linernotes.cloud import Cloud
from linernotes.errors import Retry
from linernotes.identity import digest
from linernotes.messages import FigureHint, GatheringHint, PlaylistHint
from linernotes.models import Analysis, Gathering, PlaylistDocument
from linernotes.observability import about, logger
from linernotes.recipes import CLUSTERING

_ATTEMPTS = 5  # how often a worker looks again because the playlist changed under it


def input_of(doc: str) -> str:
    """What an analysis depends on: the document and the number of the clustering recipe."""
    return digest("analysis", doc, str(CLUSTERING))


def analyze(hint: PlaylistHint | GatheringHint, cloud: Cloud) -> None:
    """Let an analysis stand for what a playlist or a thing holds now, and send it on.

    Raises `Retry` when it kept changing.
    """
    if isinstance(hint, GatheringHint):
        about(hint.correlation)
        _gathering(hint, cloud)
    else:
        about(hint.correlation, pid=hint.pid)
        _playlist(hint, cloud)


def _playlist(hint: PlaylistHint, cloud: Cloud) -> None:
    heads = cloud.catalog.heads
    for _ in range(_ATTEMPTS):
        # Before the head: a worker that slept between the two must not put the analysis of an older
        # document in the place of a newer one's.
        stands = heads.clusters(hint.pid)
        head = heads.playlist(hint.pid)
        if head is None or not head.doc:
            cloud.queues.publish(cloud.token(), hint.correlation)  # its pages go
            return
        if stands and stands.input == input_of(head.doc):
            cloud.queues.draw([hint.pid], hint.correlation)
            return
        # Then all is looked at again: the playlist may be another by now, and whoever was told of
        # that may have found, just before, that its analysis stood.
        made = _analyze(hint.pid, PlaylistDocument, head.doc, stands, cloud)
        heads.put_clusters(hint.pid, made, stands)
    raise Retry(f"playlist {hint.pid} is being analyzed by other workers")


def _gathering(hint: GatheringHint, cloud: Cloud) -> None:
    rows = cloud.catalog.gatherings
    for _ in range(_ATTEMPTS):
        stands = rows.clusters(hint.thing)  # before what is noted, as above
        doc = rows.doc(hint.thing)
        if not doc:
            return  # its pages went, or never came
        if stands and stands.input == input_of(doc):
            scatter = FigureHint(
                thing=hint.thing,
                figure="clusters_scatter",
                doc=stands.analysis,
                correlation=hint.correlation,
            )
            cloud.queues.figures([scatter])
            return
        made = _analyze(hint.thing, Gathering, doc, stands, cloud)
        rows.put_clusters(hint.thing, made, stands)
    raise Retry(f"{hint.thing} is being analyzed by other workers")


def _analyze[D: (Gathering, PlaylistDocument)](
    thing: str, kind: type[D], doc: str, stands: Standing | None, cloud: Cloud
) -> Standing:
    """Make the analysis of the document of a `kind` at `doc`."""
    # scikit-learn takes a second to import: not on the path of a message that finds all done.
    from linernotes import clusters  # noqa: PLC0415 - see the line above

    document = cloud.library.get(kind, doc)
    if stands:
        # A cluster stays itself across a refresh: the new analysis starts from the standing one.
        analysis = clusters.analyse(
            document,
            cloud.library.get(Analysis, stands.analysis),
            cloud.library.get(kind, stands.doc),
        )
    else:
        analysis = clusters.analyse(document)
    logger().info("analyzed", thing=thing, mode=analysis.mode, clusters=len(analysis.clusters))
    return Standing(input_of(doc), doc, cloud.library.put(analysis))
