"""What the inbox does not say and is kept when all else is made anew: the ledger.

    SLUG#… and SLUGOF#…   who has which address
    P#<pid> / CLUSTERS    the analysis that stands, from which the next one starts
    A#<thing> / CLUSTERS  the same of an artist or of the library
    LOG and LOGGED        what changed, and what was told last
    HISTORY               how playlists were cut, day by day
    PULL                  the sign-in at Spotify, and what was pulled

All other rows are made of the inbox's versions and of these.
"""

from __future__ import annotations

from linernotes.catalog.table import Table

_PARTITIONS = ("SLUG#", "SLUGOF#")
_WHOLE = ("LOG", "LOGGED", "HISTORY", "PULL")


def belongs(pk: str, sk: str) -> bool:
    """Whether the row at (pk, sk) is of the ledger."""
    return (
        pk.startswith(_PARTITIONS)
        or pk in _WHOLE
        or (pk.startswith(("A#", "P#")) and sk == "CLUSTERS")
    )


def keep_alone(table: Table) -> int:
    """Delete every row that is not of the ledger; how many. No worker may be at work meanwhile."""
    others = [key for key in table.all_keys() if not belongs(*key)]
    table.delete_all(others)
    return len(others)
