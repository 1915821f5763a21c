"""What is known of exports, playlists, artists and labels, and what is published of them.

The rows and the order in which they are written are the protocol of DESIGN (docs/design.md):
rows are the truth, sums are taken on read, nothing is counted twice because nothing is counted.
"""

from linernotes.catalog.catalog import Catalog

__all__ = ["Catalog"]
