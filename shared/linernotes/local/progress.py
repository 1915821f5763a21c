"""What a person sees of a run: on a terminal one line that moves, elsewhere one line a step."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.text import Text


class Progress:
    """Tells on `console`, which is one of standard error, what is being done."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self.console.print(plain(line), soft_wrap=True)

    @contextlib.contextmanager
    def working(self, what: str) -> Iterator[Callable[[str], None]]:
        """Show that `what` is being done, then how long it took; yields how to tell details."""
        began = time.monotonic()
        with self.console.status(plain(what)) as status:
            yield lambda detail: status.update(plain(f"{what}: {detail}"))
        self.say(f"{what}: {time.monotonic() - began:.1f} s")


def plain(line: str) -> Text:
    """A line as it is: no markup, and no control character that would speak to the terminal."""
    return Text("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line))
