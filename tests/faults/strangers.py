"""What strangers may call their playlists, tracks, artists, albums, labels and genres."""

from __future__ import annotations

from tests.aws.exports import playlist, track

# By the sink that each is aimed at.
NAMES = {
    "table": "A|B",
    "markdown link": "[x](javascript:alert(1))",
    "markdown image": "![](http://evil.example/p.gif)",
    "markdown reference": "[x]: http://evil.example",
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "end of script": "</script><svg onload=alert(1)>",
    "backticks": "``` `x` ```",
    "mathematics": "$x^2$ \\frac{1}{2}",
    "templates": "{{7*7}} %s {0} {% raw %}",
    "lines": "a\n# H\r\nb\u2028c\u2029d\u0085e",
    "directions": "a\u202eb\u2066c\u2069d",
    "invisible": "Ad\u200bele\ufeff",
    "path": "../../index.html",
    "wide path": "．．／",
    "dot": ".",
    "dots": "..",
    "device": "CON",
    "front page": "index",
    "lost page": "404",
    "spaces": "   ",
    "emoji": "🎧",
    "nothing": "",
    "long": "ab" * 2500,
    "marks": "e" + "\u0301" * 60,
    "surrogate": "a\ud800b\u0000c",
    "formula": '=HYPERLINK("http://evil.example")',
    "plus": "+1",
    "minus": "-1",
    "at": "@x",
}


def of_strangers(name: str, first: int = 0) -> bytes:
    """A playlist of three tracks, numbered from `first`, all of whose names are `name`."""
    rows = [track(first + n, artist=name, label=name) | {"name": name} for n in range(3)]
    for row in rows:
        row["album"] |= {"name": name, "genres": [name], "release_date": name}
    return playlist(name, rows)
