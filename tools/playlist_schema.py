"""Write docs/playlist.schema.json: what a playlist looks like as `linernotes export` gives it."""

from __future__ import annotations

import json
from pathlib import Path

from linernotes.formats.own import PlaylistFile

FILE = Path(__file__).parents[1] / "docs" / "playlist.schema.json"


def schema() -> str:
    """The schema as text, always the same for the same model."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PlaylistFile.model_json_schema(),
    }
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")
