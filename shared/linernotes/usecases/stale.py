"""What does not stand as it should: exports to read, playlists to analyze, playlists to draw."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from linernotes.cloud import Cloud
from linernotes.identity import export_id
from linernotes.inbox import Listed
from linernotes.models import ExportDocument
from linernotes.recipes import FIGURES, READING
from linernotes.usecases.analyze import input_of


def exports(documents: Iterable[ExportDocument], gone: Set[str], cloud: Cloud) -> set[str]:
    """Object keys to read again.

    Of another reading recipe, only half written, or other bytes than those in the inbox: an event
    may have been lost. Of the keys that are `gone` a deletion may be half done.
    """
    known = {document.key: document for document in documents}
    lie = {listed.key: listed for listed in cloud.inbox.listing()}
    unfinished = cloud.catalog.heads.unfinished(export_id(key) for key in known.keys() | gone)
    return {
        key
        for key in known.keys() | gone | lie.keys()
        if export_id(key) in unfinished or not _read(known.get(key), lie.get(key))
    }


def _read(document: ExportDocument | None, lies: Listed | None) -> bool:
    if document is None and lies is None:
        return True
    if document is None or lies is None or document.recipe != READING:
        return False
    if (document.digest, document.size) == (lies.digest, lies.size):
        return True
    newest = document.refusals[0] if document.refusals else None
    return newest is not None and (newest.since, newest.size) == (lies.since, lies.size)


@dataclass(frozen=True)
class Playlists:
    """Ids of playlists, and of these the object keys whose documents they are not made of."""

    analyze: frozenset[str]
    draw: frozenset[str]
    read: frozenset[str]


def playlists(documents: Collection[ExportDocument], cloud: Cloud) -> Playlists:
    """Playlists whose analysis or figures are of something else, or of another recipe."""
    reports = {
        report.pid: (document.key, report.doc)
        for document in documents
        for report in document.playlists
    }
    analyze, draw, read = set(), set(), set()
    for pid, stages in cloud.catalog.heads.stages(reports).items():
        key, doc = reports[pid]
        if stages.head.doc != doc or stages.head.state != "APPLIED":
            read.add(key)
        elif stages.clusters is None or stages.clusters.input != input_of(doc):
            analyze.add(pid)
        elif stages.ready is None or (
            (stages.ready.doc, stages.ready.analysis, stages.ready.recipe)
            != (doc, stages.clusters.analysis, FIGURES)
        ):
            draw.add(pid)
    return Playlists(frozenset(analyze), frozenset(draw), frozenset(read))
