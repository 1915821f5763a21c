"""Pages: what readers see, made from views and nothing else.

Each function gives the files of one thing, Markdown, HTML and JSON from the same view; none of them
reads or writes anything but the templates beside this file.
"""

from __future__ import annotations

from linernotes.pages import (
    clusters_markdown,
    errors_pages,
    html_pages,
    json_pages,
    markdown_pages,
    order_pages,
    previews,
    sound_pages,
    static_files,
    takeaway,
    year_pages,
)
from linernotes.pages.feeds import feeds
from linernotes.pages.forgotten import forgotten
from linernotes.pages.groups import FOLDERS
from linernotes.pages.notes import Notes, notes_on, notes_on_entity
from linernotes.pages.search_index import PATH as SEARCH
from linernotes.pages.search_index import SearchView, search_index
from linernotes.pages.sitemap import sitemap
from linernotes.pages.views import (
    Clustered,
    ClustersView,
    EntityView,
    ErrorsView,
    HomeView,
    InboxView,
    PageFile,
    PlaylistView,
)

__all__ = [
    "assets",
    "entity",
    "errors",
    "feeds",
    "forgotten",
    "home",
    "inbox",
    "playlist",
    "search",
    "sitemap",
]

_MARKDOWN = "text/markdown; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"


def playlist(view: PlaylistView, root: str = "") -> tuple[PageFile, ...]:
    """Render a playlist's pages: itself, its clusters, its running order and its audio features.

    Parameters
    ----------
    view : all that the pages show.
    root : the site's own address, where it is known: pages that show a linked page's picture want
        that picture's whole address. All links are relative, whether it is known or not.
    """
    told = notes_on(view)
    folder = f"playlists/{view.slug}"
    return (
        PageFile(
            markdown_pages.overview_path(view), markdown_pages.overview(view, told), _MARKDOWN
        ),
        PageFile(f"{folder}/index.html", html_pages.overview(view, told, root), _HTML),
        PageFile(f"{folder}/overview.json", json_pages.overview(view, told), _JSON),
        *_clusters(view, told, root),
        *order_pages.running_order(view, told, root),
        *_sound(view, root),
        *year_pages.pages(view, root),
    )


def entity(view: EntityView, root: str = "") -> tuple[PageFile, ...]:
    """Render the page of an artist, a label or a genre over the whole library.

    Parameters
    ----------
    view : all that the page shows.
    root : as for `playlist`.
    """
    told = notes_on_entity(view)
    folder = f"{FOLDERS[view.kind]}/{view.slug}"
    return (
        PageFile(markdown_pages.entity_path(view), markdown_pages.entity(view, told), _MARKDOWN),
        PageFile(f"{folder}/index.html", html_pages.entity(view, told, root), _HTML),
        PageFile(f"{folder}/overview.json", json_pages.entity(view, told), _JSON),
        *_moods(view.moods, root),
        *_sound(view, root),
    )


def _moods(view: ClustersView | None, root: str) -> tuple[PageFile, ...]:
    return _clusters(view, notes_on(view), root) if view else ()


def _clusters(view: Clustered, told: Notes, root: str) -> tuple[PageFile, ...]:
    folder = view.clusters_folder
    return (
        PageFile(
            markdown_pages.clusters_path(view), clusters_markdown.clusters(view, told), _MARKDOWN
        ),
        PageFile(f"{folder}/index.html", html_pages.clusters(view, told, root), _HTML),
        PageFile(f"{folder}/overview.json", json_pages.clusters(view, told), _JSON),
        *takeaway.files(folder, told),
    )


def _sound(whose: PlaylistView | EntityView, root: str) -> tuple[PageFile, ...]:
    view = whose.sound
    if view is None:
        return ()
    folder = f"{view.folder}/audio_features"
    return (
        PageFile(f"{folder}.md", sound_pages.record(view), _MARKDOWN),
        PageFile(
            f"{folder}/index.html",
            sound_pages.page(view, root, previews.of_sound(view, whose)),
            _HTML,
        ),
        PageFile(f"{folder}/overview.json", sound_pages.data(view), _JSON),
    )


def home(view: HomeView, root: str = "") -> tuple[PageFile, ...]:
    """Render the library's page, where readers come in; `root` is as for `playlist`."""
    return (
        PageFile(markdown_pages.HOME, markdown_pages.home(view), _MARKDOWN),
        PageFile("index.html", html_pages.home(view, root), _HTML),
        PageFile("overview.json", json_pages.home(view), _JSON),
        *_moods(view.moods, root),
    )


def search(view: SearchView) -> tuple[PageFile, ...]:
    """Render the index of all names in the library."""
    return (PageFile(SEARCH, search_index(view), _JSON),)


def errors(view: ErrorsView, root: str = "") -> tuple[PageFile, ...]:
    """Render the page of possible slips; `root` is as for `playlist`."""
    return errors_pages.files(view, root)


def inbox(view: InboxView, root: str = "") -> tuple[PageFile, ...]:
    """Render the page that tells what became of every export; `root` is as for `playlist`."""
    return (
        PageFile(markdown_pages.INBOX, markdown_pages.inbox(view), _MARKDOWN),
        PageFile("inbox/index.html", html_pages.inbox(view, root), _HTML),
        PageFile("inbox/overview.json", json_pages.inbox(view), _JSON),
    )


def assets() -> tuple[PageFile, ...]:
    """Render what all pages share: stylesheet, script, icon and the page for what is not there."""
    return (
        static_files.style(),
        static_files.script(),
        static_files.icon(),
        PageFile("404.html", html_pages.not_found(), _HTML),
    )
