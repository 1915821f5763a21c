"""Figures that publish asks of draw: asked, drawn and told, whatever is lost or comes twice."""

from __future__ import annotations

from linernotes.messages import FigureHint
from linernotes.sound import FeatureFigure, SoundFigure
from linernotes.usecases.drawings import Drawings, address_of, draw
from tests.aws.stack import Stack, objects

SHOWS = SoundFigure(features=(FeatureFigure(name="energy", bins=(50, 50), median=0.5),))
WANTED = {"audio_features": SHOWS}
ADDRESS = address_of("audio_features", SHOWS)


THING = "artist#ann"


def test_what_does_not_stand_is_asked_of_draw_and_stands_then(stack: Stack) -> None:
    stack.cloud.catalog.dirt.put([THING], "seen")
    drawings = Drawings(stack.cloud, "abc")
    assert drawings.standing(THING, "seen", WANTED) is None
    [asked] = drawings.hints
    assert (asked.thing, asked.figure, asked.correlation) == (THING, "audio_features", "abc")
    assert stack.step("draw")
    dirty = stack.cloud.catalog.dirt.read()
    assert list(dirty) == [THING]
    assert stack.receive("publish"), "the publisher is woken"
    again = Drawings(stack.cloud, "abc")
    assert again.standing(THING, dirty[THING], WANTED) == {"audio_features": ADDRESS}
    assert again.hints == []


def test_a_later_run_waits_and_does_not_ask_again(stack: Stack) -> None:
    dirt = stack.cloud.catalog.dirt
    dirt.put([THING], "seen")
    assert Drawings(stack.cloud, "").standing(THING, "seen", WANTED) is None
    later = Drawings(stack.cloud, "")
    assert later.standing(THING, "seen", WANTED) is None
    assert later.hints == []
    assert dirt.read() == {THING: "seen"}, "it is as dirty as it was"


def test_another_figure_is_asked_for_although_one_is_waited_for(stack: Stack) -> None:
    stack.cloud.catalog.dirt.put([THING], "seen")
    assert Drawings(stack.cloud, "").standing(THING, "seen", WANTED) is None
    other = SHOWS.model_copy(update={"features": SHOWS.features * 2})
    later = Drawings(stack.cloud, "")
    assert later.standing(THING, "seen", {"audio_features": other}) is None
    assert len(later.hints) == 1


def test_what_is_made_dirty_anew_is_asked_for_anew(stack: Stack) -> None:
    dirt = stack.cloud.catalog.dirt
    dirt.put([THING], "seen")
    dirt.put([THING], "newer")
    assert Drawings(stack.cloud, "").standing(THING, "seen", WANTED) is None
    assert dirt.read() == {THING: "newer"}, "the note is of the older token and is not written"
    later = Drawings(stack.cloud, "")
    assert later.standing(THING, "newer", WANTED) is None
    assert len(later.hints) == 1


def test_a_thing_without_figures_waits_for_nothing(stack: Stack) -> None:
    assert Drawings(stack.cloud, "").standing(THING, "seen", {}) == {}


def test_asked_twice_it_is_drawn_once_and_told_twice(stack: Stack) -> None:
    doc = stack.cloud.library.put(SHOWS)
    hint = FigureHint(thing=THING, figure="audio_features", doc=doc)
    draw(hint, stack.cloud)
    first = objects("library")
    token = stack.cloud.catalog.dirt.read()[THING]
    draw(hint, stack.cloud)
    assert objects("library") == first
    # The first worker may have died before it woke the publisher.
    assert stack.cloud.catalog.dirt.read()[THING] != token
    assert f"figures/{ADDRESS}.png" in first


def test_a_figure_of_a_later_version_is_left_alone(stack: Stack) -> None:
    draw(FigureHint(thing=THING, figure="a poem", doc="none"), stack.cloud)
    assert stack.cloud.catalog.dirt.read() == {}
