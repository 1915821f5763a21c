"""Figures that publish asks of draw: asked, drawn and told, whatever is lost or comes twice."""

from __future__ import annotations

from linernotes.messages import FigureHint
from linernotes.sound import FeatureFigure, SoundFigure
from linernotes.usecases.drawings import Drawings, address_of, draw
from tests.aws.stack import Stack, objects

SHOWS = SoundFigure(features=(FeatureFigure(name="energy", bins=(50, 50), median=0.5),))
WANTED = {"audio_features": SHOWS}
ADDRESS = address_of("audio_features", SHOWS)


def test_what_does_not_stand_is_asked_of_draw_and_stands_then(stack: Stack) -> None:
    drawings = Drawings(stack.cloud, "abc")
    assert drawings.standing("artist#ann", WANTED) is None
    [asked] = drawings.asked
    assert (asked.thing, asked.figure, asked.correlation) == (
        "artist#ann",
        "audio_features",
        "abc",
    )
    assert stack.step("draw")
    assert list(stack.cloud.catalog.dirt.read()) == ["artist#ann"]
    assert stack.receive("publish"), "the publisher is woken"
    again = Drawings(stack.cloud, "abc")
    assert again.standing("artist#ann", WANTED) == {"audio_features": ADDRESS}
    assert again.asked == []


def test_a_thing_without_figures_waits_for_nothing(stack: Stack) -> None:
    assert Drawings(stack.cloud, "").standing("artist#ann", {}) == {}


def test_asked_twice_it_is_drawn_once_and_told_twice(stack: Stack) -> None:
    doc = stack.cloud.library.put(SHOWS)
    hint = FigureHint(thing="artist#ann", figure="audio_features", doc=doc)
    draw(hint, stack.cloud)
    first = objects("library")
    token = stack.cloud.catalog.dirt.read()["artist#ann"]
    draw(hint, stack.cloud)
    assert objects("library") == first
    # The first worker may have died before it woke the publisher.
    assert stack.cloud.catalog.dirt.read()["artist#ann"] != token
    assert f"figures/{ADDRESS}.png" in first


def test_a_figure_of_a_later_version_is_left_alone(stack: Stack) -> None:
    draw(FigureHint(thing="artist#ann", figure="a poem", doc="none"), stack.cloud)
    assert stack.cloud.catalog.dirt.read() == {}
