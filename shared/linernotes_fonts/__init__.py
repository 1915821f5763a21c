"""The fonts that figures name things with; README.md beside this file says what they are.

A package of its own, so that Python finds it wherever it is: in a checkout beside `linernotes`, on
Lambda in a layer that only the function which draws attaches.
"""

from __future__ import annotations

from pathlib import Path


def files() -> tuple[Path, ...]:
    """The font files, in the order in which a letter is looked up."""
    folder = Path(__file__).parent
    return tuple(
        sorted(folder.glob("*.[ot]tf"), key=lambda file: (file.stem != "NotesSans", file.stem))
    )
