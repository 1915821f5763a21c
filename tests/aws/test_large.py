"""An export with more artists and labels than fit a row of the catalog."""

from __future__ import annotations

import pytest

from linernotes import aws
from linernotes.identity import playlist_id
from tests.aws.exports import playlist, track
from tests.aws.stack import Stack

pytestmark = [pytest.mark.usefixtures("one_time"), pytest.mark.soak]

_ITEM_LIMIT = 400 * 1024


def test_what_does_not_fit_a_row_is_kept_in_documents(stack: Stack) -> None:
    """A membership of 900 local files of long names is 350 KB; 350 long names mentioned, 140 KB."""
    sizes: list[int] = []

    def note(params: dict[str, object], **_: object) -> None:
        sizes.append(len(str(params.get("Item", ""))))

    aws.dynamodb().meta.events.register("provide-client-params.dynamodb.PutItem", note)
    names = [f"{n} " + "x" * 390 for n in range(350)]
    artists = ["Ann"] * 900 + names
    tracks = [track(n, artist=name, label="") for n, name in enumerate(artists)]
    for number, one in enumerate(tracks):
        del one["audio_features"]  # this is not about clusters
        one |= {"uri": f"spotify:local:Ann:{'x' * 360}:{number}:200", "id": None, "is_local": True}
    stack.drop("large.json", playlist("Large", tracks))
    while stack.step("ingest"):
        pass
    rows = stack.cloud.catalog.rows
    [(pid, ann)] = rows.memberships("artist#ann")
    assert sum(map(len, ann.tracks)) > 300_000
    assert (pid, len(ann.tracks)) == (playlist_id("large.json", "Large"), 900)

    stack.drain()
    assert "artists/ann/overview.md" in stack.site()
    mentions = stack.cloud.catalog.pages.page(f"playlist#{pid}").mentions
    assert len(mentions) == 351
    assert sizes
    assert max(sizes) < _ITEM_LIMIT
    stack.remove("large.json")
    stack.drain()
    assert not [row for row in stack.rows() if row["pk"].startswith(("L#", "SHELF", "DIRTY"))]
