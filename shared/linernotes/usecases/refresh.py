"""From what is stale to the queues: nothing is done here that a stage would do.

A night in which nothing changed writes nothing, neither a row nor an object nor a message.
"""

from __future__ import annotations

from linernotes.cloud import Cloud
from linernotes.messages import RefreshHint
from linernotes.models import Model
from linernotes.observability import count, logger
from linernotes.sources.features import Asking, Fetched, fetch
from linernotes.sources.playlists import Pull, pull
from linernotes.usecases import facts_since, gatherings, inventory, stale
from linernotes.usecases.rules import rules
from linernotes.usecases.waiting import INBOX, LEFT, SITE


class Refreshed(Model):
    """What a refresh found and sent on.

    `exports` are to be read, `analyses` are of playlists, artists and
    the library, `figures` of playlists; `missing` and `left` are
    objects of the site. `dirty` are pages that waited for the publisher already.
    A source of features was `asked` for so many tracks and `told` of so many; `pulled` are
    playlists that changed at Spotify.
    """

    exports: int = 0
    analyses: int = 0
    figures: int = 0
    missing: int = 0
    left: int = 0
    dirty: int = 0
    asked: int = 0
    told: int = 0
    pulled: int = 0


def refresh(
    hint: RefreshHint,
    cloud: Cloud,
    features_from: Asking | None = None,
    playlists_from: Pull | None = None,
) -> Refreshed:
    """Send on what is stale, through the queues that everything goes through.

    Then ask for features that no export tells, and pull the owner's playlists, where there is
    somebody to ask.
    """
    began = cloud.now()
    documents, gone = cloud.catalog.rows.inbox_with_gone()
    exports = stale.exports(documents, gone, cloud)
    playlists = stale.playlists(documents, cloud)
    gathered = gatherings.stale(cloud)
    behind, seen = facts_since.lacking(documents, cloud)
    exports |= playlists.read | behind
    found = inventory.take(cloud)
    dirty = cloud.catalog.dirt.read()
    # What an upload leaves when it is not published, wherever it was lost; an alarm counts on it.
    due = sum(map(len, (exports, playlists.analyze, playlists.draw, dirty)))
    count(StillDue=due)
    # What is due may be what objects belong to that nothing is known of: all of them, while a
    # catalog is rebuilt. They are left over only when nothing is.
    doubtful = [SITE] if found.missing else []
    doubtful += [LEFT] if found.left and not (due or gathered) else []
    if hint.everything:
        exports |= {document.key for document in documents}
        cloud.catalog.shelves.put_rules("")
    now = rules(cloud, known=cloud.catalog.rows.likes_known())
    outdated = cloud.catalog.shelves.rules() not in (None, now)
    cloud.queues.ingest(exports, hint.correlation)
    cloud.queues.analyze(playlists.analyze, hint.correlation)
    cloud.queues.gatherings(gathered, hint.correlation)
    cloud.queues.draw(playlists.draw, hint.correlation)
    facts_since.remember(seen, cloud)
    if doubtful:
        cloud.catalog.dirt.put(doubtful, cloud.token())
    # What waits for a figure forgets that it asked: the message may be lost for good.
    cloud.catalog.dirt.put(dirty, cloud.token())
    if dirty or outdated or doubtful:
        cloud.queues.publish(cloud.token(), hint.correlation)
    features = fetch(documents, features_from, began, cloud) if features_from else Fetched()
    pulled = pull(playlists_from, began, cloud)
    if pulled.news:
        cloud.catalog.dirt.put([INBOX], cloud.token())
        cloud.queues.publish(cloud.token(), hint.correlation)
    refreshed = Refreshed(
        exports=len(exports),
        analyses=len(playlists.analyze) + len(gathered),
        figures=len(playlists.draw),
        missing=sum(map(len, found.missing.values())),
        left=len(found.left),
        dirty=len(dirty),
        asked=features.asked,
        told=features.told,
        pulled=pulled.playlists,
    )
    logger().info("refreshed", **refreshed.model_dump())
    return refreshed
