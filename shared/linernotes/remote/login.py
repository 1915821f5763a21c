"""`linernotes login`: leave for a stack to pull its owner's playlists from Spotify."""

from __future__ import annotations

import webbrowser
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from linernotes.errors import Halt
from linernotes.remote.stack import EndpointUrl, StackName, find
from linernotes.sources.grant import Grant, Grants
from linernotes.sources.sign_in import redirect_address, sign_in
from linernotes.sources.spotify import ACCOUNTS

_PATIENCE = 300.0  # seconds to sign in
_PORT = 8898
_OUT = Console(highlight=False)
_ERR = Console(stderr=True, highlight=False)


def login(
    stack: StackName,
    client_id: Annotated[
        str,
        typer.Option(
            metavar="ID",
            envvar="SPOTIFY_CLIENT_ID",
            help="The client id of your app.",
            show_default="that of the last sign-in",
        ),
    ] = "",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where on this machine Spotify's answer arrives.")
    ] = _PORT,
    browser: Annotated[
        bool, typer.Option(help="Open the page to sign in at, beside printing its address.")
    ] = True,
    endpoint_url: EndpointUrl = "",
) -> None:
    """Sign in at Spotify, so that a stack pulls your own playlists every night.

    The stack has to be deployed with SpotifyPull=on. The client id is that of an app of yours at
    https://developer.spotify.com/dashboard which allows http://127.0.0.1:8898/callback to be
    redirected to. What is granted, reading playlists and no more, is kept encrypted in the stack's
    account and ends after six months: then, or before, run this again.

    For example: linernotes login --stack linernotes --client-id 0123456789abcdef
    """
    found = find(stack, endpoint_url)
    name = found.outputs.get("SpotifyParameterName")
    if not name:
        raise Halt(f"{stack} does not pull playlists. Deploy it with SpotifyPull=on first.")
    grants = Grants(found.client("ssm"), name)
    known = grants.get()
    client_id = client_id or (known.client_id if known else "")
    if not client_id:
        raise Halt(
            "Say --client-id: that of an app at https://developer.spotify.com/dashboard which"
            f" allows {redirect_address(port)} to be redirected to."
        )

    def show(address: str) -> None:
        _ERR.print(f"Sign in within five minutes at\n{address}", soft_wrap=True, markup=False)
        if browser:
            webbrowser.open(address)

    token = sign_in(client_id, ACCOUNTS, port, _PATIENCE, show)
    grant = Grant(client_id=client_id, refresh_token=token, since=datetime.now(UTC))
    grants.put(grant)
    _OUT.print(
        f"Signed in until {grant.ends:%Y-%m-%d}. The next refresh pulls your playlists;"
        f" linernotes refresh --stack {stack} does so now.",
        soft_wrap=True,
    )
