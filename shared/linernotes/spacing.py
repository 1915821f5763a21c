"""Room between labels that would lie on each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

type Place = tuple[float, float]

# Pushing one pair apart may push another together; a handful of labels settles long before.
ROUNDS = 60


def apart(places: Sequence[Place], least: float) -> list[Place]:
    """The places, each pair at least `least` from each other where there is room.

    What is far enough apart stays; two that are too near give way by the same length, along the
    line between them. Two in one place part sideways.
    """
    moved = list(places)
    for _ in range(ROUNDS):
        still = True
        for i, j in combinations(range(len(moved)), 2):
            (x, y), (u, v) = moved[i], moved[j]
            distance = math.hypot(u - x, v - y)
            if distance < least - 1e-6:
                still = False
                right, down = ((u - x) / distance, (v - y) / distance) if distance else (1.0, 0.0)
                step = (least - distance) / 2
                moved[i] = (x - right * step, y - down * step)
                moved[j] = (u + right * step, v + down * step)
        if still:
            break
    return moved
