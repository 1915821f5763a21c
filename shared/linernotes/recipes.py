"""Numbers that are raised by hand when what they name changes, so that it is made anew.

Kept apart from the work itself: asking whether something stands must not import the libraries
that make it.
"""

from __future__ import annotations

# What a document holds: readers, cleaning, rules for labels, which entities are told apart.
READING = 5
# What an analysis holds.
CLUSTERING = 6
# What is near a playlist: what is compared, and which playlists are left out as copies.
KINSHIP = 2
# Which figures there are and what they look like.
FIGURES = 5
# Every release makes every page anew; objects whose bytes stay the same are not written. It is the
# version in pyproject.toml, which a function has no cheaper way to know.
RELEASE = "0.1.0"
