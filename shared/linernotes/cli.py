"""The `linernotes` command: everything on this machine, without an AWS account.

Progress goes to standard error, what was asked for to standard output.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any

import typer
from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from typer.core import TyperGroup

from linernotes.errors import Halt, LinernotesError
from linernotes.local import deploy, export, exports, reading, run, serve
from linernotes.local.drive import DeadLetters
from linernotes.local.progress import Progress, plain
from linernotes.remote import backfill, login, rebuild, redrive, refresh, status, upload

_INTERRUPTED = 130
_ON_AN_ENGINE = ("demo", "publish", "up")  # the commands that start one; others ask AWS
_OUT = Console(highlight=False)
_ERR = Console(stderr=True, highlight=False)


class _Commands(TyperGroup):
    """Turns what a person can expect to go wrong into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command: 0 done, 1 it says why not, 2 wrong usage, 130 interrupted."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read our output has enough; nor must Python's own last flush complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (LinernotesError, OSError) as error:
            _fail(str(error))
        except (Boto3Error, BotoCoreError, ClientError) as error:
            asked = "The engine" if ctx.invoked_subcommand in _ON_AN_ENGINE else "AWS"
            _fail(f"{asked} did not answer as it should: {error}")
        raise typer.Exit(1)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Drop a playlist export, read its liner notes: clusters, artists and labels as web pages."
    "\n\nEverything here runs on this machine. The commands that publish start an embedded engine"
    " (a local AWS in one process), deploy template.yaml on it and stop it when they are done."
    "\n\nExit codes: 0 done, 1 something was refused or could not be done, 2 wrong usage,"
    " 130 interrupted.",
)

app.command()(refresh.refresh)
app.command()(login.login)
app.command()(upload.upload)
app.command()(redrive.redrive)
app.command()(rebuild.rebuild)
app.command()(status.status)
app.command()(export.export)
app.command()(backfill.backfill)

Exports = Annotated[
    list[Path],
    typer.Argument(
        metavar="EXPORT...",
        exists=True,
        help="Playlist exports as they were downloaded, or folders of them.",
        show_default=False,
    ),
]
Export = Annotated[
    Path,
    typer.Argument(metavar="EXPORT", exists=True, dir_okay=False, help="A playlist export."),
]
Port = Annotated[
    int | None,
    typer.Option(
        min=0, max=65535, help="Port to serve on; 0 is any free one.", show_default="8000, or any"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _version(wanted: bool) -> None:
    if wanted:
        _OUT.print(f"linernotes {installed('linernotes')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def demo(
    serve_it: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the site when it is done.")
    ] = True,
    site: Annotated[Path, typer.Option(help="Folder for the site.")] = Path("out/site"),
) -> None:
    """Publish the sample library, start to finish, and serve it.

    The library is in events/exports of the checkout: playlists, liked songs and a listening
    history, and one file that does not read, to show what becomes of it. Its README.md says what
    is real in it and what is invented.
    """
    template = deploy.find_template(Path.cwd())
    files = exports.gather([template.parent / "events" / "exports"])
    progress = Progress(_ERR)
    published = run.publish(template, files, site, None, progress)
    _report(reading.find(file, key) for key, file in files.items())
    _told(published, site, progress)
    if serve_it:
        _serve(template, site, None)


@app.command()
def publish(
    paths: Exports,
    site: Annotated[Path, typer.Option(help="Folder for the site.", show_default=False)],
    state: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps the library, so that the next run adds to it.",
            show_default="none: the site is made of these exports alone",
        ),
    ] = None,
) -> None:
    """Publish exports into a folder of pages, in one go.

    Says what each export was read as. Exit code 1 if any was refused.

    For example: linernotes publish Alt-Pop.csv ~/Downloads/exports --site site
    """
    template = deploy.find_template(Path.cwd())
    files = exports.gather(paths)
    progress = Progress(_ERR)
    published = run.publish(template, files, site, state, progress)
    refused = _report(reading.find(file, key) for key, file in files.items())
    _told(published, site, progress)
    if refused:
        raise typer.Exit(1)


@app.command()
def up(
    inbox: Annotated[Path, typer.Option(help="Folder to drop exports into.")] = Path("inbox"),
    state: Annotated[Path, typer.Option(help="Folder that keeps the library and the site.")] = Path(
        ".linernotes"
    ),
    port: Port = None,
) -> None:
    """Keep running: publish what lands in a folder, unpublish what leaves it, and serve the site.

    Ctrl-C ends it; the next start takes up where this one was.

    For example: linernotes up --inbox ~/Music/exports
    """
    template = deploy.find_template(Path.cwd())
    inbox.mkdir(parents=True, exist_ok=True)
    if exports.takes(inbox, state):
        raise Halt(f"{state} would be taken for exports. Choose a --state outside of {inbox}.")
    progress = Progress(_ERR)
    site = state / "site"
    rules = serve.rules(deploy.read_template(template))
    with serve.serving(site, rules, port) as url, run.opened(template, state, progress) as opened:
        for published in run.watch(opened, run.Watched(inbox), site, state, progress):
            _mourn(published.dead)
            progress.say(f"{url} serves {inbox}. Ctrl-C ends it.")


@app.command("serve")
def serve_folder(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="A site's folder.")
    ],
    port: Port = None,
) -> None:
    """Serve a published folder as CloudFront would: redirects, headers, compression, 404 page."""
    _serve(deploy.find_template(Path.cwd()), folder, port)


@app.command()
def analyze(export: Export, as_json: Json = False) -> None:
    """Read an export and find the clusters of its playlists, without AWS.

    For example: linernotes analyze Alt-Pop.csv --json | jq '.[0].clusters[].name'
    """
    found = reading.analyze(export)
    if as_json:
        _print_json([playlist.model_dump(mode="json") for playlist in found])
        return
    for playlist in found:
        _lines(reading.describe_analysis(playlist))


@app.command()
def formats(paths: Exports, as_json: Json = False) -> None:
    """Say what exports are read as, without AWS: playlists, rows kept and skipped, warnings.

    Exit code 1 if any is refused.

    For example: linernotes formats ~/Downloads/*.csv
    """
    files = exports.gather(paths)
    found = [reading.find(file, key) for key, file in files.items()]
    if as_json:
        _print_json([one.model_dump(mode="json") for one in found])
        refused = any(one.refused for one in found)
    else:
        refused = _report(found)
    if refused:
        raise typer.Exit(1)


def _report(found: Iterable[reading.Found]) -> bool:
    """Print what each export was read as; whether any was refused."""
    refused = False
    for one in found:
        _lines(reading.describe(one))
        refused = refused or one.refused is not None
    return refused


def _told(published: run.Published, site: Path, progress: Progress) -> None:
    copied = published.copied
    written = f"{copied.written} written, {copied.unchanged} unchanged, {copied.removed} removed"
    progress.say(f"{site}: {written}")
    if published.dead:
        _mourn(published.dead)
        raise typer.Exit(1)


def _mourn(dead: Sequence[DeadLetters]) -> None:
    """Tell what could not be done."""
    for letters in dead:
        example = f" For example {letters.bodies[0]:.300}" if letters.bodies else ""
        _fail(f"{letters.stage} gave up {letters.count} messages.{example}")


def _serve(template: Path, folder: Path, port: int | None) -> None:
    rules = serve.rules(deploy.read_template(template))
    with serve.serving(folder, rules, port) as url:
        _ERR.print(plain(f"{url} serves {folder}. Ctrl-C ends it."), soft_wrap=True)
        threading.Event().wait()


def _lines(lines: Iterator[str]) -> None:
    for line in lines:
        _OUT.print(plain(line), soft_wrap=True)


def _print_json(value: object) -> None:
    _OUT.file.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _fail(message: str) -> None:
    _ERR.print(plain(f"linernotes: {' '.join(message.split())}"), style="red", soft_wrap=True)
