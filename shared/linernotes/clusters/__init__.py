"""Clusters of a playlist: which moods it falls into, how surely, and how to draw them.

`analyse` is the whole face of this package; docs/clustering.md explains every choice.
"""

from __future__ import annotations

from linernotes.clusters.analysis import analyse

__all__ = ["analyse"]
