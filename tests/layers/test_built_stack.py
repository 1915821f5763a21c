"""The template that `sam build` writes, on the embedded engine: the lane of the whole stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.conftest import Stacks
from tests.local.driver import Driver
from tests.local.test_flow import (
    sample,
    test_a_playlist_of_each_shape_has_its_pages_and_likes_have_theirs,
    test_every_link_and_picture_leads_somewhere,
    test_every_track_is_in_one_cluster_or_not_placed,
    test_the_inbox_page_names_the_broken_file_and_why,
)

# The tests of the source template run here on what `published` gives.
__all__ = [
    "test_a_playlist_of_each_shape_has_its_pages_and_likes_have_theirs",
    "test_every_link_and_picture_leads_somewhere",
    "test_every_track_is_in_one_cluster_or_not_placed",
    "test_the_inbox_page_names_the_broken_file_and_why",
]

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def published(built: Path, module_stacks: Stacks) -> dict[str, bytes]:
    """The site of the sample library, from the built template and with IAM enforced."""
    stack: Driver = module_stacks(built / "template.yaml", auth=True)
    sample(stack)
    stack.drain()
    assert stack.dead_letters() == ()
    return stack.site()
