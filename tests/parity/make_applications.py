"""Writes data/applications.npz: layers and predictions of all networks in Keras 2.2.4.

    python -m tests.parity.make_applications --keras FOLDER [NETWORK ...]

FOLDER holds Keras 2.2.4 (see keras_224.py). For each network, made for small images and 10 classes,
there are the facts of its layers, and what it predicts with the weights of cases/applications.py.
With names of networks only these are renewed.
"""

import argparse
from pathlib import Path

import numpy as np

from tests.parity import keras_224, store
from tests.parity.cases import applications as cases

PATH = Path(__file__).parent / "data" / "applications.npz"


def case(keras, name):
    """(arrays, facts) of a network."""
    side, gain = cases.NETWORKS[name]
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None, input_shape=(side, side, 3),
                                              classes=cases.CLASSES)
    cases.fill(model, gain)
    prediction = model.predict(cases.images(side))
    print(f"{name}: {len(model.layers)} layers, largest {prediction.max():.3f}, least "
          f"{prediction.min():.2g}, between images {np.abs(np.diff(prediction, axis=0)).max():.2g}",
          flush=True)
    facts = {"name": model.name, "layers": cases.layer_facts(model, keras.backend.int_shape)}
    return {"prediction": prediction}, store.plain(facts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keras", required=True, metavar="FOLDER")
    parser.add_argument("networks", nargs="*", default=list(cases.NETWORKS))
    options = parser.parse_args()
    keras = keras_224.load(options.keras)
    for name in options.networks:
        known = store.load(PATH) if PATH.exists() else {}
        store.save(PATH, {**known, name: case(keras, name)})


if __name__ == "__main__":
    main()
