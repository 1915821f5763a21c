"""How much one export may hold; beyond it is refused with the limit and what was found."""

from __future__ import annotations

from linernotes.errors import Refused

MEGABYTE = 1024 * 1024
MAX_BYTES = 64 * MEGABYTE
MAX_ROWS = 100_000
MAX_TITLES = 150_000  # distinct ones of a history; who plays so many is a radio station
MAX_NESTING = 64
# A hostile file of 64 MB can hold so many tiny values that they fill a gigabyte once parsed. Of a
# genuine one no more is parsed at once than a record, or a small file.
MAX_JSON_VALUES = 2_000_000
MAX_JSON_ITEMS = 1_000_000  # a play takes a hundred bytes
# Blank lines and cells with line breaks are no rows, yet reading them takes time.
MAX_LINES = 1_000_000
MAX_LINE = 1_000_000


def check_size(size: int) -> None:
    """Refuse an export of `size` bytes above `MAX_BYTES`; callers ask before they fetch it."""
    if size > MAX_BYTES:
        raise Refused(
            f"The file has {size / MEGABYTE:,.1f} MB; the limit is {MAX_BYTES // MEGABYTE} MB",
            advice="Split the export into smaller files.",
        )


def check_rows(rows: int) -> None:
    """Refuse an export in which `rows` rows have been met when that is above `MAX_ROWS`."""
    if rows > MAX_ROWS:
        raise Refused(
            f"The export has more than {MAX_ROWS:,} playlist rows, which is the limit",
            advice="Split the export into smaller files.",
        )


def check_titles(titles: int) -> None:
    """Refuse histories of `titles` different titles when that is above `MAX_TITLES`."""
    if titles > MAX_TITLES:
        raise Refused(
            f"The listening history has more than {MAX_TITLES:,} different titles, which is the"
            " limit",
            advice="Drop the files of fewer years.",
        )
