"""How the owner's sign-in at Spotify stands, and the sentence that the inbox page has for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.pages import words


@dataclass(frozen=True)
class SignIn:
    """When it `ends`, `None` where nobody signed in; it can have `ended` before its time."""

    ends: datetime | None
    ended: bool = False


def sign_in(one: SignIn | None) -> str:
    """Tell how long playlists are pulled from Spotify; empty where they are not to be."""
    if one is None:
        return ""
    if one.ends is None:
        return "Playlists are to be pulled from Spotify: run linernotes login to sign in."
    if one.ended:
        return (
            "Spotify no longer takes the sign-in, and no playlist is pulled:"
            " run linernotes login to sign in again."
        )
    return (
        "Playlists are pulled from Spotify every night. The sign-in ends on"
        f" {words.day(one.ends)}: run linernotes login before."
    )
