"""What a person sees of a run."""

from __future__ import annotations

import io

from rich.console import Console

from linernotes.local.progress import Progress, plain


def test_each_step_is_told_with_its_time_when_it_is_done() -> None:
    out = io.StringIO()
    with Progress(Console(file=out)).working("publishing") as tell:
        tell("ingest 1")
    assert out.getvalue().startswith("publishing: 0.")
    assert out.getvalue().endswith(" s\n")


def test_a_step_that_fails_is_not_told_as_done() -> None:
    out = io.StringIO()
    try:
        with Progress(Console(file=out)).working("publishing"):
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert out.getvalue() == ""


def test_markup_and_terminal_controls_in_names_are_shown_and_not_obeyed() -> None:
    assert plain("[red]a[/red]").plain == "[red]a[/red]"
    assert plain("a\x1b[2Jb\u202ec\nd").plain == "a\ufffd[2Jb\ufffdc\ufffdd"
