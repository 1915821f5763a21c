"""The kinds of array that the cluster modules hand to each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.intp]
type Bools = npt.NDArray[np.bool_]
