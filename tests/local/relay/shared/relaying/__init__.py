"""Comes to the function by way of a layer."""

import os


def page(body: bytes) -> bytes:
    """What becomes of an export."""
    return os.environ["GREETING"].encode() + b" " + body
