"""A million playlists on paper: `python -m tools.scale` prints docs/scale.md's tables.

What a playlist uses was measured (docs/scale.json, `make bench ARGS=million`); what AWS allows is
below, with where it says so in docs/scale.md. The queues are simulated minute by minute, as flows:
each stage takes what its workers, the table and the next queue let it take. `--plot FILE` draws how
many playlists wait before each stage; `--publishers N` lets N publishers share the work, which the
product does not do.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from linernotes.canvas import matplotlib
from linernotes.palette import INK, PAPER, colour
from tools.costs import PRICES

PLAYLISTS = 1_000_000
PLACEMENTS = 66_346_428
SLICE = 1_000  # playlists an export; there are a thousand of them
# What AWS gives a new account or table, or lets it have when asked.
WORKERS = 1_000  # of Lambda at a time, all functions together
GROWTH = 300  # workers a minute that a mapping may add
WRITES_AT_FIRST, WRITES_AT_MOST = 4_000, 40_000  # units a second of an on-demand table
DOUBLING = 30  # minutes until a table takes twice its last peak
FIFO_SENDS = 300  # a second, where each is a call of its own
TOGETHER = 10  # wake-ups that one run of the publisher answers
KEPT = 14 * 24 * 60  # minutes that a queue keeps a message
OBJECT_WRITES = 3_500  # a second and partition of a bucket
MEMORY = {"ingest": 1.0, "analyze": 1.73, "draw": 1.73, "publish": 1.0}  # GB
# Assumed: the clock's seconds of a call, of which the SDK computes a part (docs/performance.md).
CALL, SDK = 0.005, 0.0013
SIDE_BY_SIDE = {"ingest": 16, "analyze": 1, "draw": 1, "publish": 2}
STAGES = ("ingest", "analyze", "draw", "publish")


@dataclass(frozen=True)
class Use:
    """What one playlist uses, as measured."""

    figures: Mapping[str, float]

    def seconds(self, stage: str) -> float:
        """How long a worker is busy with one playlist."""
        calls = self.figures[f"{stage}: calls"]
        waiting = calls * CALL / SIDE_BY_SIDE[stage]
        return self.figures[f"{stage}: processor"] + calls * SDK + waiting

    @property
    def wake_up(self) -> float:
        """Seconds of a run of the publisher that finds nothing to do."""
        calls = self.figures["a wake-up for nothing: calls"]
        return self.figures["a wake-up for nothing: processor"] + calls * (CALL + SDK)


@dataclass
class Flow:
    """How many playlists have passed each stage, minute by minute."""

    waiting: dict[str, list[float]] = field(default_factory=lambda: {one: [] for one in STAGES})
    writes: list[float] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """How long it took."""
        return len(self.writes)

    def done(self, stage: str) -> int:
        """The minute in which the last playlist passed a stage."""
        return max((at for at, left in enumerate(self.waiting[stage]) if left > 0.5), default=0) + 1

    def oldest(self) -> int:
        """Minutes that the oldest wake-up of the publisher waited at most."""
        return self.minutes - next(at for at, count in enumerate(self.messages) if count)


def simulated(use: Use, publishers: int = 1) -> Flow:
    """Let all playlists pass; raises `RuntimeError` where they never would."""
    flow = Flow()
    left = dict.fromkeys(STAGES, 0.0) | {"ingest": float(PLAYLISTS)}
    workers = dict.fromkeys(STAGES[:3], 5.0)
    wake_ups, standing, limit, saturated = 0.0, 0.0, float(WRITES_AT_FIRST), 0
    while sum(left.values()) + wake_ups > 1:
        if flow.minutes > 10 * KEPT:
            raise RuntimeError("it does not end")
        able = _able(use, left, workers, limit)
        passed = {stage: min(left[stage], able[stage]) for stage in STAGES[:3]}
        passed["publish"] = _published(use, left["publish"], standing, publishers)
        units = passed["ingest"] * use.figures["rows written"] / 60
        saturated = saturated + 1 if units > 0.9 * limit else 0
        if saturated >= DOUBLING:
            limit, saturated = min(2 * limit, WRITES_AT_MOST), 0
        idle = publishers * 60 if left["publish"] < 1 else 0
        answered = TOGETHER * (idle / use.wake_up + passed["publish"] / 500)
        wake_ups += passed["draw"] - min(wake_ups, answered)
        for stage, following in zip(STAGES, (*STAGES[1:], ""), strict=True):
            left[stage] -= passed[stage]
            if following:
                left[following] += passed[stage]
        standing += passed["publish"]
        for stage in STAGES:
            flow.waiting[stage].append(left[stage])
        flow.writes.append(units)
        flow.messages.append(wake_ups)
    return flow


def _able(
    use: Use, left: Mapping[str, float], workers: dict[str, float], limit: float
) -> dict[str, float]:
    """How many playlists each stage could pass in a minute."""
    for stage, have in workers.items():
        busy = left[stage] / (SLICE if stage == "ingest" else 1)
        workers[stage] = max(5.0, min(have + GROWTH, WORKERS, busy))
    share = min(1.0, (WORKERS - 1) / sum(workers.values()))
    able = {stage: have * share * 60 / use.seconds(stage) for stage, have in workers.items()}
    able["ingest"] = min(able["ingest"], limit * 60 / use.figures["rows written"])
    able["draw"] = min(able["draw"], FIFO_SENDS * 60.0)
    return able


def _published(use: Use, waiting: float, standing: float, publishers: int) -> float:
    """How many of those that wait a minute of the publisher takes."""
    order = standing * use.figures["order of all playlists: processor"] / 500
    return min(waiting, publishers * 60 / (use.seconds("publish") + order))


def money(use: Use) -> Iterator[tuple[str, float, float]]:
    """Service, units and dollars of putting them all up."""
    units = {
        "Lambda, GB-seconds": sum(use.seconds(one) * MEMORY[one] for one in STAGES),
        "Lambda, invocations": 2.0 + 1 / TOGETHER + 1 / SLICE,
        "SQS, requests of standard queues": 3 * (use.figures["messages"] - 1),
        "SQS, requests of the FIFO queue": 1 + 2 / TOGETHER,
        "DynamoDB, writes": use.figures["rows written"],
        "DynamoDB, strongly consistent reads": use.figures["rows read"],
        "S3, writes and listings": use.figures["objects written"],
        "S3, reads": use.figures["objects read"],
        "S3, GB stored": stored(use) / PLAYLISTS,
    }
    for name, each in units.items():
        yield name, each * PLAYLISTS, each * PLAYLISTS * PRICES[name]


def stored(use: Use) -> float:
    """GB of site and library."""
    figures = use.figures
    return (figures["bytes of the site"] + figures["bytes of the library"]) * PLAYLISTS / 1e9


def lines(use: Use, flow: Flow) -> Iterator[str]:
    """The tables of docs/scale.md."""
    yield "| stage | seconds a playlist | workers | done after |"
    yield "|---|---:|---:|---:|"
    for stage in STAGES:
        many = "1" if stage == "publish" else f"up to {WORKERS:,}"
        yield f"| {stage} | {use.seconds(stage):.3f} | {many} | {_time(flow.done(stage))} |"
    yield ""
    yield "| back-pressure | most | allowed |"
    yield "|---|---:|---:|"
    yield f"| rows written, units a second | {max(flow.writes):,.0f} | {WRITES_AT_MOST:,} |"
    rate = use.figures["objects written"] * max(flow.writes) / use.figures["rows written"]
    yield f"| objects written a second | {rate:,.0f} | {OBJECT_WRITES:,} a partition |"
    for stage in STAGES[1:]:
        yield f"| playlists waiting for {stage} | {max(flow.waiting[stage]):,.0f} | none |"
    yield f"| wake-ups of the publisher waiting | {max(flow.messages):,.0f} | none |"
    yield f"| age of the oldest | {_time(flow.oldest())} | {_time(KEPT)} |"
    yield ""
    yield "| service | units | dollars |"
    yield "|---|---:|---:|"
    bill = list(money(use))
    for name, units, dollars in bill:
        each = " a month" if "stored" in name else ""
        yield f"| {name} | {units:,.0f} | {dollars:,.0f}{each} |"
    yield f"| **together, the first month** | | **{sum(one for _, _, one in bill):,.0f}** |"


def _time(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} h" if minutes < 48 * 60 else f"{minutes / 60 / 24:.1f} days"


def plot(flow: Flow, path: Path) -> None:
    """Draw how many playlists wait before each stage; time goes by powers of ten."""
    library = matplotlib()
    with library.rc_context({"font.size": 11}):
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see canvas
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above

        figure = Figure(figsize=(9, 4.8), dpi=120, facecolor=PAPER.light, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot(facecolor=PAPER.light)
        hours = [(at + 1) / 60 for at in range(flow.minutes)]
        for number, stage in enumerate(STAGES, start=1):
            axes.plot(
                hours, flow.waiting[stage], color=colour(number).light, linewidth=2, label=stage
            )
        axes.plot(hours, flow.messages, color=INK.light, linewidth=1.2, linestyle=":")
        top = max(range(flow.minutes), key=flow.messages.__getitem__)
        axes.annotate(
            "wake-ups of the publisher",
            (hours[top], flow.messages[top]),
            xytext=(0, 6),
            textcoords="offset points",
            ha="right",
        )
        axes.set_xscale("log")
        axes.set_xlabel("hours since the first slice")
        axes.set_ylabel("playlists waiting")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="center left")
        figure.savefig(path, metadata={"Software": None})


def measured(path: Path) -> Use:
    """The figures of docs/scale.json, or of the last line that `make bench` printed."""
    told = json.loads(path.read_text("utf-8").strip().splitlines()[-1])
    found = told["figures"]["million"]
    return Use({one["name"]: float(one["value"]) for one in found})


def main(arguments: Sequence[str]) -> None:
    """Print the tables, and draw the plot where asked for."""
    given = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(__file__).resolve().parent.parent / "docs" / "scale.json"
    given.add_argument("--figures", type=Path, default=default, help="JSON of make bench")
    given.add_argument("--plot", type=Path, help="where to put the picture")
    given.add_argument("--publishers", type=int, default=1)
    chosen = given.parse_args(arguments)
    use = measured(chosen.figures)
    flow = simulated(use, chosen.publishers)
    for line in lines(use, flow):
        print(line)  # noqa: T201 - the tables are the output
    if chosen.plot:
        plot(flow, chosen.plot)


if __name__ == "__main__":
    main(sys.argv[1:])
