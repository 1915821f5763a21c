"""Who is who: the keys under which exports, playlists, tracks and artists are known."""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import quote, unquote

_URI_PREFIX = "spotify:track:"
_LOCAL_PREFIX = "spotify:local:"
_LONG = 400  # bytes of a key; the catalog's table takes 1,024 in the narrower of its columns


def digest(*parts: str) -> str:
    """Hex SHA-256 over `parts`, each preceded by its length so that no two lists collide."""
    joined = b"".join(
        len(raw).to_bytes(8, "big") + raw
        for raw in (part.encode("utf-8", "surrogatepass") for part in parts)
    )
    return hashlib.sha256(joined).hexdigest()


def export_id(key: str) -> str:
    """Identity of an export: its object key in the inbox (docs/decisions.md, 2026-11-23)."""
    return digest("export", key)[:32]


def playlist_id(key: str, name: str, occurrence: int = 1) -> str:
    """Identity of the `occurrence`-th playlist called `name` in the export at `key`.

    Never an id from inside the file: a file cannot speak for another export's playlist.
    """
    suffix = "" if occurrence == 1 else f"#{occurrence}"
    return digest("playlist", key, name, suffix)[:32]


def normalise(name: str) -> str:
    """Fold a name for comparison: NFKC, case-folded, invisible characters gone, one space."""
    if name.isascii() and name.isprintable():  # most names, at a twentieth of the time
        return " ".join(name.lower().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return " ".join(visible.split())


def artist_key(name: str) -> str:
    """Catalog key of an artist: the normalised name; empty for a name without visible letters."""
    return normalise(name)


def entity(kind: str, key: str) -> str:
    """Identity of an artist, a label or a genre, `<kind>#<key>`, short enough for the catalog."""
    return f"{kind}#{shortened(key)}"


def shortened(key: str) -> str:
    """A key as it is or, where it is too long for the catalog, its beginning and its hash."""
    raw = key.encode("utf-8", "surrogatepass")
    if len(raw) <= _LONG:
        return key
    return raw[: _LONG // 2].decode(errors="ignore") + "#" + digest("long", key)[:32]


def track_key(uri: str, isrc: str, name: str, artists: tuple[str, ...]) -> str:
    """Identity of a track: URI, else ISRC, else title and artists.

    A local file's URI is decoded, normalised and encoded again, because exports differ in how
    they percent-encode it.
    """
    if uri.startswith(_URI_PREFIX):
        return uri
    if uri.startswith(_LOCAL_PREFIX):
        fields = uri.removeprefix(_LOCAL_PREFIX).split(":")
        decoded = (normalise(unquote(field.replace("+", " "))) for field in fields)
        return _LOCAL_PREFIX + ":".join(quote(field, safe="") for field in decoded)
    if isrc:
        return f"isrc:{isrc.upper()}"
    return "name:" + digest(normalise(name), *(normalise(artist) for artist in artists))[:32]
