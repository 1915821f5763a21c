"""What became of an export, in words."""

from __future__ import annotations

from collections.abc import Mapping

from linernotes.models import Refusal
from linernotes.pages import words
from linernotes.pages.escaping import shown
from linernotes.pages.views import InboxLine, InboxPlaylist

_FORMATS: Mapping[str, str] = {
    "web-api-playlist": "a playlist of the Spotify Web API",
    "web-api-saved": "saved tracks of the Spotify Web API",
    "web-api-top": "top tracks of the Spotify Web API",
    "web-api-features": "audio features of the Spotify Web API",
    "exportify": "an exportify.net CSV",
    "watsonbox": "a watsonbox exportify CSV",
    "account-playlists": "the playlists of a Spotify account download",
    "account-library": "the library of a Spotify account download",
    "account-history": "the listening history of a Spotify account download",
    "account-history-extended": "the extended listening history of a Spotify account download",
    "spotify-backup": "a spotify-backup file",
    "spotdl": "a spotDL file",
    "tunemymusic": "a TuneMyMusic CSV",
    "soundiiz": "a Soundiiz CSV",
    "mpd": "a slice of the Million Playlist Dataset",
    "zip": "a zip archive",
}

MOST_SKIPS = 100  # rows that are named one by one


def format_name(format_id: str) -> str:
    """Name a format to someone who has never seen its id."""
    return _FORMATS.get(format_id, format_id)


def refusal(one: Refusal) -> str:
    """Tell why a version was refused, where in the file, and what to do about it."""
    place = f" ({one.place})" if one.place else ""
    told = f"The version of {words.day(one.since)} was not read: {one.reason.rstrip('.')}{place}."
    return f"{told} {one.advice}".strip()


def also(export: InboxLine) -> tuple[str, ...]:
    """Tell what an export holds beside playlists and hearts, and what comes of it."""
    lines = []
    if export.features_of:
        features = words.count(export.features_of, "track")
        lines.append(f"Audio features of {features}: playlists that lack them are completed.")
    if export.plays:
        plays = words.count(export.plays, "play")
        lines.append(f"{plays} of 30 seconds or more, which rank tracks, artists and albums.")
    if export.top_lists:
        lists = words.count(export.top_lists, "list")
        lines.append(f"{lists} of top tracks, which rank tracks where no history is known.")
    return tuple(lines)


def same_music(one: InboxPlaylist) -> str:
    """Tell which other exports hold the same playlist; empty where none does."""
    if not one.same_as:
        return ""
    others = words.listed(shown(key).text for key in one.same_as)
    return f"{shown(one.name).text} holds the same tracks as {others}."
