"""Exchanges weight files of whole networks at full size between Keras 2.2.4 and kerastutor.

    python -m tests.parity.exchange_applications write FOLDER [NETWORK ...] --keras KERAS
    python -m tests.parity.exchange_applications read FOLDER [NETWORK ...]
    python -m tests.parity.exchange_applications write FOLDER [NETWORK ...]
    python -m tests.parity.exchange_applications read FOLDER [NETWORK ...] --keras KERAS

`write` makes the networks, fills them with the weights of cases/applications.py, and saves weights
and a prediction; `read` loads the weights in order and by name and compares its own predictions.
With --keras it is Keras 2.2.4 (see keras_224.py) that does so, without it kerastutor. A network has
up to 600 MB of weights, which are taken away when `read` is done with them.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

from tests.parity import keras_224
from tests.parity.cases import applications as cases

CLOSE = 1e-4


def write(keras, folder, name):
    """Saves the weights of a network, and a prediction."""
    side = cases.FULL_SIDE.get(name, 224)
    model = getattr(keras.applications, name)(weights=None)
    cases.fill(model, cases.NETWORKS[name][1])
    model.save_weights(str(folder / f"{name}.h5"))
    np.save(folder / f"{name}.npy", model.predict(cases.images(side, 1)))
    print(f"{name}: written", flush=True)


def read(keras, folder, name):
    """Loads the weights of a network and compares predictions; gives whether they are close."""
    path = folder / f"{name}.h5"
    x = cases.images(cases.FULL_SIDE.get(name, 224), 1)
    expected = np.load(folder / f"{name}.npy")
    started = time.perf_counter()
    model = getattr(keras.applications, name)(weights=None)
    built = time.perf_counter()
    model.load_weights(str(path))
    loaded = time.perf_counter()
    found = [model.predict(x)]
    predicted = time.perf_counter()
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    model.load_weights(str(path), by_name=True)
    found.append(model.predict(x))
    error = max(np.abs(y - expected).max() for y in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: differs by {error:.1g} of {np.ptp(expected):.2g}; built in "
          f"{built - started:.2f} s, loaded in {loaded - built:.2f} s, first prediction "
          f"{predicted - loaded:.2f} s, peak memory so far {memory:.0f} MB", flush=True)
    if error <= CLOSE:
        path.unlink()
    return error <= CLOSE


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("action", choices=["write", "read"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("networks", nargs="*", default=list(cases.NETWORKS))
    parser.add_argument("--keras", metavar="KERAS")
    options = parser.parse_args()
    if options.keras:
        keras = keras_224.load(options.keras)
    else:
        import kerastutor as keras
    options.folder.mkdir(parents=True, exist_ok=True)
    action = {"write": write, "read": read}[options.action]
    good = True
    for name in options.networks:
        keras.backend.clear_session()
        good = action(keras, options.folder, name) in (None, True) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
