"""Pages of audio features: how each is spread, and the tracks at either end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from linernotes.pages import html_pages, json_pages, sound_words
from linernotes.pages.escaping import Md, markdown, markdown_name, shown
from linernotes.pages.links import at_spotify, to_file
from linernotes.pages.markdown import Column, document, join, link, page_link, table
from linernotes.pages.notes import title_of
from linernotes.pages.previews import Preview
from linernotes.pages.views import FeatureLines, SoundView, TrackLine
from linernotes.sound import reach, unit_of

# User units of a drawing inside a page; the page scales it to the room there is.
_WIDTH, _HEIGHT = 300, 80
_MARKER = 8  # below the floor, for medians


@dataclass(frozen=True)
class Panel:
    """A feature's drawing: bars as (x, y, width, height), the outline of liked tracks as a path.

    `outline` is empty and `liked` absent where there is nothing to compare with; `median` and
    `liked` are places along the floor.
    """

    bars: tuple[tuple[float, float, float, float], ...]
    outline: str
    median: float
    liked: float | None
    width: int = _WIDTH
    height: int = _HEIGHT
    marker: int = _MARKER


def record(view: SoundView) -> bytes:
    """Render the Markdown."""
    page = f"{view.folder}/audio_features.md"
    whole = link(markdown_name(view.name), to_file(page, f"{view.folder}/overview.md"))
    blocks = [
        Md(f"# Audio features of {markdown_name(view.name)}"),
        Md(f"{markdown(sound_words.known(view))} {markdown(sound_words.standing(view))}"),
        Md(f"{whole} · {link(markdown('the library'), to_file(page, 'README.md'))}"),
        Md(f"![How each feature is spread]({to_file(page, view.picture.path)})"),
        _numbers(view),
        markdown(sound_words.missing(view)),
    ]
    for feature in view.features:
        blocks.append(Md(f"## {sound_words.title(feature.name)}"))
        blocks.append(markdown(f"What it hears: {sound_words.hears(feature.name)}."))
        for heading, lines in (
            (sound_words.most(feature.name), feature.most),
            (sound_words.least(feature.name), feature.least),
        ):
            blocks += [Md(f"### {heading}"), _ends(page, feature.name, lines, view.likes_known)]
    return document(blocks)


def page(view: SoundView, root: str = "", preview: Preview | None = None) -> bytes:
    """Render the HTML."""
    name = shown(view.name).text
    return html_pages.render(
        "features.html",
        f"{view.folder}/audio_features/index.html",
        root,
        title=f"Audio features of {name}",
        description=shown(f"{name}: {sound_words.standing(view)}", 150).text,
        preview=preview,
        view=view,
        here=f"{view.folder}/audio_features",
        panels=[(feature, _panel(feature)) for feature in sound_words.features_of(view)],
        said=sound_words,
    )


def data(view: SoundView) -> bytes:
    """Give the same data for programs; shares are percents of tracks from the lowest bin up."""
    return json_pages.document(
        {
            "name": view.name,
            "page": f"{view.folder}/audio_features",
            "since": view.since.isoformat(),
            "tracks": view.tracks,
            "known": view.known,
            "features": [_feature(feature, view) for feature in view.features],
        }
    )


def _numbers(view: SoundView) -> Md:
    features = sound_words.features_of(view)
    compared = any(feature.liked for feature in features)
    heads = (
        Column("Feature"),
        Column("Median", "right"),
        *([Column("Liked tracks", "right")] if compared else []),
        Column("Eight of ten", "right"),
        Column("Tracks", "right"),
    )
    rows = [
        [
            markdown(sound_words.title(one.name)),
            markdown(sound_words.value(one.name, one.here.median)),
            *([_liked(one)] if compared else []),
            markdown(sound_words.middle(one.name, one.here)),
            Md(str(one.here.tracks)),
        ]
        for one in features
    ]
    return table(heads, rows)


def _liked(one: FeatureLines) -> Md:
    return markdown(sound_words.value(one.name, one.liked.median)) if one.liked else Md("")


def _ends(
    page: str, feature: str, lines: Iterable[tuple[TrackLine, float]], likes_known: bool
) -> Md:
    heads = (
        Column(sound_words.title(feature), "right"),
        Column("Track"),
        Column("Artists"),
        *([Column("💚")] if likes_known else []),
        Column("🔗"),
    )
    rows = [
        [
            markdown(sound_words.value(feature, value)),
            markdown_name(title_of(line)),
            join((page_link(page, to) for to in line.artists), ", "),
            *([Md("💚" if line.liked else "")] if likes_known else []),
            link(Md("🔗"), address) if (address := at_spotify(line.track)) else Md(""),
        ]
        for line, value in lines
    ]
    return table(heads, rows)


def _panel(one: FeatureLines) -> Panel:
    """Lay a feature out; its tallest bar is as tall as the drawing."""
    liked = one.liked.bins if one.liked else ()
    tallest = max(*one.here.bins, *liked)
    step = _WIDTH / len(one.here.bins)

    def top(percent: int) -> float:
        return round(_HEIGHT - _HEIGHT * percent / tallest, 1)

    bars = tuple(
        (
            round(step * place + 1, 1),
            top(percent),
            round(step - 2, 1),
            round(_HEIGHT - top(percent), 1),
        )
        for place, percent in enumerate(one.here.bins)
    )
    steps = [f"V{top(percent):g}H{step * place:g}" for place, percent in enumerate(liked, start=1)]
    return Panel(
        bars=bars,
        outline=f"M0 {_HEIGHT}{''.join(steps)}V{_HEIGHT}" if steps else "",
        median=_along(one.name, one.here.median),
        liked=_along(one.name, one.liked.median) if one.liked else None,
    )


def _along(feature: str, value: float) -> float:
    low, high = reach(feature)
    return round(_WIDTH * min(1.0, max(0.0, (value - low) / (high - low))), 1)


def _feature(one: FeatureLines, view: SoundView) -> dict[str, Any]:
    low, high = reach(one.name)
    spread = one.here.model_dump()
    return {
        "name": one.name,
        "unit": unit_of(one.name),
        "from": low,
        "to": high,
        **spread,
        "liked": one.liked.model_dump(exclude={"tracks"}) if one.liked else None,
        "most": [_line(line, value, view) for line, value in one.most],
        "least": [_line(line, value, view) for line, value in one.least],
    }


def _line(line: TrackLine, value: float, view: SoundView) -> dict[str, Any]:
    return {
        "name": line.track.name,
        "artists": [{"name": to.name, "page": to.path} for to in line.artists],
        "value": value,
        "liked": line.liked if view.likes_known else None,
        "uri": line.track.uri,
        "address": at_spotify(line.track),
    }
