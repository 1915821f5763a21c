"""What can go wrong, by whose fault it is."""

from __future__ import annotations


class LinernotesError(Exception):
    """Base of every error that Linernotes raises on purpose."""


class Refused(LinernotesError):
    """The owner's file is at fault: it is recorded and shown, never tried again.

    Parameters
    ----------
    reason : what was found, in the owner's words.
    place : where in the file: a line, a column, a JSON path; empty when it is the whole file.
    advice : what the owner can do about it; empty when nothing helps.
    """

    def __init__(self, reason: str, *, place: str = "", advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.advice = advice

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        what = f". {self.advice}" if self.advice else ""
        return f"{self.reason}{where}{what}"


class Retry(LinernotesError):
    """The world is at fault: the message goes back to its queue and is tried again."""


class Halt(LinernotesError):
    """A command cannot go on: one line that says why and what to do about it."""
