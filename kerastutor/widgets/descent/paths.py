"""The paths: a line `a * x + b` is fitted to points by SGD, and each pair (a, b) is a place.

The loss is the mean squared error, a bowl over the plane of (a, b); its level lines are ellipses.
"""

import math
from dataclasses import dataclass

import numpy as np

POINTS = 64
EPOCHS = 20
RATE = 0.1
START = (-1.6, 2.6)


@dataclass(frozen=True)
class Path:
    """The way of the two weights.

    # Arguments
        batch: the batch size.
        places: array of shape (updates + 1, 2), from the start on.
        loss: the loss over all points at its end.
    """

    batch: int
    places: np.ndarray
    loss: float

    @property
    def updates(self):
        return len(self.places) - 1


def points():
    """Return x and y, each of shape (POINTS,)."""
    rng = np.random.RandomState(4)
    x = rng.uniform(0, 2, POINTS)
    return x, 1.5 * x - 0.5 + 0.4 * rng.standard_normal(POINTS)


def path(batch):
    """Return the `Path` of `EPOCHS` epochs with this batch size, without shuffling."""
    x, y = points()
    inputs = np.column_stack([x, np.ones_like(x)])
    place = np.array(START)
    places = [place]
    for _ in range(EPOCHS):
        for start in range(0, POINTS, batch):
            now = inputs[start : start + batch]
            error = now @ place - y[start : start + batch]
            place = place - RATE * 2 * now.T @ error / len(now)
            places.append(place)
    return Path(batch, np.array(places), float(np.mean((inputs @ place - y) ** 2)))


def bowl():
    """Return the lowest place, the lengths of the ellipses' half axes for a rise of 1, their angle.
    """
    x, y = points()
    inputs = np.column_stack([x, np.ones_like(x)])
    lowest = np.linalg.lstsq(inputs, y, rcond=None)[0]
    values, vectors = np.linalg.eigh(inputs.T @ inputs / POINTS)
    angle = math.degrees(math.atan2(vectors[1, 0], vectors[0, 0]))
    return lowest, 1 / np.sqrt(values), angle
