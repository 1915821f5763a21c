"""Readers: what people drop into the inbox, and what it says.

`read` is all that the rest of Linernotes needs to know.
"""

from linernotes.formats.registry import FORMATS, read

__all__ = ["FORMATS", "read"]
