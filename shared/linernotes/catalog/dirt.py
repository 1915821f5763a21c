"""What is yet to be published: one row a thing, taken away only by who saw its newest token.

    DIRTY / <thing>    token, asked

A thing is `playlist#<pid>`, `artist#<key>`, `label#<key>`, `genre#<key>`, `home`, `inbox`,
`errors`, `forgotten`, `sound` (what pages of audio features compare with), or `site` for all
objects of the site. `asked` says what the publisher had drawn for it and waits for, or that it
tried in vain; it goes with the token that it was said under.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.catalog.table import Table


@dataclass(frozen=True)
class Dirt:
    """The things whose pages may have to change."""

    table: Table

    def put(self, things: Iterable[str], token: str) -> None:
        """Say of each thing that it may have changed; a new `token` each time it is said."""
        self.table.put_all(
            {"pk": "DIRTY", "sk": thing, "token": token} for thing in sorted(set(things))
        )

    def read(self) -> dict[str, str]:
        """Every dirty thing with its token."""
        return {row["sk"]: row["token"] for row in self.table.query("DIRTY")}

    def asked(self) -> dict[str, str]:
        """What was asked for each thing that waits for something, by thing."""
        return {thing: asked for thing, (_, asked) in self.read_with_asked().items() if asked}

    def read_with_asked(self) -> dict[str, tuple[str, str]]:
        """Every dirty thing with its token and what was asked for it, empty for nothing."""
        rows = self.table.query("DIRTY")
        return {row["sk"]: (row["token"], row.get("asked", "")) for row in rows}

    def ask(self, thing: str, token: str, asked: str) -> None:
        """Note what was asked for a thing, unless it is dirty under another `token` by now."""
        row = {"pk": "DIRTY", "sk": thing, "token": token, "asked": asked}
        self.table.put(row, "#token = :token", token=token)

    def clear(self, thing: str, token: str) -> bool:
        """Call a thing clean; False where it was made dirty again since `token` was read."""
        return self.table.delete("DIRTY", thing, "#token = :token", token=token)
