"""Figures that a page finds out it wants only when it is made: asked of draw, then waited for.

A playlist's own figures are drawn before it is published (`linernotes.usecases.draw`). What an
artist's page shows is known to publish alone, which cannot draw. So publish puts all that the
figure shows into the library, as a document, and asks draw for it; the thing stays dirty, its
pages as they were and its links where they were, until draw made the figure and woke publish.
A figure stands under the hash of what it shows: asked twice, late or for nothing, it is drawn once.

A kind of figure is a line of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from linernotes import figures
from linernotes.cloud import Cloud
from linernotes.identity import digest
from linernotes.messages import FigureHint
from linernotes.models import Analysis, Model
from linernotes.observability import logger
from linernotes.recipes import FIGURES
from linernotes.sound import SoundFigure


@dataclass(frozen=True)
class Kind:
    """The document that a figure of this kind shows, and how it is drawn."""

    document: type[Model]
    drawn: Callable[[Any], bytes]


def _features(shows: SoundFigure) -> bytes:
    return figures.features(shows)


def _scatter(shows: Analysis) -> bytes:
    return figures.scatter(shows)


KINDS: Mapping[str, Kind] = {
    "audio_features": Kind(SoundFigure, _features),
    "clusters_scatter": Kind(Analysis, _scatter),
}


def address_of(figure: str, shows: Model) -> str:
    """Where a figure of a kind stands in the library."""
    return digest(figure, shows.model_dump_json(), str(FIGURES))


class Drawings:
    """The figures that one run wants of draw; `hints` are those that it asked for.

    What was asked for is noted where the thing is noted as dirty, so that later runs wait for it
    and do not ask again. Whoever makes the thing dirty anew, as draw does, takes the note away.
    """

    def __init__(self, cloud: Cloud, correlation: str) -> None:
        self._cloud = cloud
        self.correlation = correlation
        self.hints: list[FigureHint] = []

    def standing(
        self, thing: str, token: str, wanted: Mapping[str, Model]
    ) -> dict[str, str] | None:
        """The addresses of a thing's figures by kind, or `None` while one has to be drawn.

        Then the thing is to be left dirty, under the `token` that it was seen with: draw wakes the
        publisher when it is done.
        """
        addresses = {figure: address_of(figure, shows) for figure, shows in wanted.items()}
        library = self._cloud.library
        lacking = [one for one in wanted if not library.has_figure(addresses[one])]
        if not lacking:
            return addresses
        asked = digest(*sorted(addresses[figure] for figure in lacking))
        if not self.asked_for(thing, asked):
            hints = [
                FigureHint(
                    thing=thing,
                    figure=figure,
                    doc=library.put(wanted[figure]),
                    correlation=self.correlation,
                )
                for figure in lacking
            ]
            self._cloud.queues.figures(hints)
            self.note(thing, token, asked)
            self.hints += hints
        return None

    def asked_for(self, thing: str, what: str) -> bool:
        """Whether `what` was the last that was asked for, for a thing that waits for it still."""
        return self._asked.get(thing) == what

    def note(self, thing: str, token: str, what: str) -> None:
        """Note what was asked for, where the thing is noted as dirty under `token`."""
        self._cloud.catalog.dirt.ask(thing, token, what)
        self._asked[thing] = what

    @cached_property
    def _asked(self) -> dict[str, str]:
        return self._cloud.catalog.dirt.asked()


def draw(hint: FigureHint, cloud: Cloud) -> None:
    """Draw a figure unless it stands, and let the publisher look at its thing again."""
    kind = KINDS.get(hint.figure)
    if kind is None:
        logger().warning("no figure that this version knows", figure=hint.figure)
        return
    ensure(hint.figure, cloud.library.get(kind.document, hint.doc), cloud)
    token = cloud.token()
    cloud.catalog.dirt.put([hint.thing], token)
    cloud.queues.publish(token, hint.correlation)


def ensure(figure: str, shows: Model, cloud: Cloud) -> None:
    """Let a figure stand in the library."""
    address = address_of(figure, shows)
    if not cloud.library.has_figure(address):
        cloud.library.put_figure(address, KINDS[figure].drawn(shows))
        logger().info("drew", figure=figure, address=address)
