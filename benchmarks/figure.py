"""A measured figure, and the table that figures are shown in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value.

    Parameters
    ----------
    name : what was measured, in words.
    value : in `unit`; less is better (seconds a playlist, not playlists a second).
    floor : the bare work in the same unit, measured in the same run; `None` where there is none.
    aim : the most that `ratio` may be or, without a floor, the most that `value` may be.
    note : how it was made, where the name does not say.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    aim: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor; `None` without one."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; `None` where there is none."""
        if self.aim is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.aim

    def as_json(self) -> dict[str, object]:
        """The figure as it stands in the JSON object at the end."""
        found = {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "floor": _short(self.floor),
            "ratio": _short(self.ratio),
            "aim": self.aim,
            "met": self.met,
            "note": self.note,
        }
        return {name: value for name, value in found.items() if value not in (None, "")}


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """Lines of a table with a heading, columns as wide as what stands in them."""
    rows = [("figure", "value", "floor", "ratio", "aim", "")]
    rows += [
        (
            one.name,
            f"{_text(one.value)} {one.unit}",
            _text(one.floor),
            _text(one.ratio),
            _text(one.aim),
            {True: "held", False: "MISSED", None: ""}[one.met],
        )
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *others)).rstrip()


def _text(value: float | None) -> str:
    return "" if value is None else f"{_short(value):,}"


def _short(value: float | None) -> float | None:
    """Three significant digits, whole from a thousand on."""
    if value is None:
        return None
    return round(value) if abs(value) >= 1000 else float(f"{value:.3g}")
