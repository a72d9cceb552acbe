"""Writes data/applications.npz: layers and predictions of all networks in Keras 2.2.4.

    python -m tests.parity.make_applications [NETWORK ...] --keras FOLDER
    python -m tests.parity.make_applications --weights --keras FOLDER

FOLDER holds Keras 2.2.4 (see keras_224.py). For each network, made for small images and 10 classes,
there are the facts of its layers, and what it predicts with the weights of cases/applications.py.
With names of networks only these are renewed. `--weights` writes data/application_weights.zip
instead: the weight file of a small MobileNet, and what it gives.
"""

import argparse
import io
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from tests.parity import keras_224, store
from tests.parity.cases import applications as cases

PATH = Path(__file__).parent / "data" / "applications.npz"
WEIGHTS = PATH.with_name("application_weights.zip")


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


def write_weights(keras):
    """Writes the weight file of the small network."""
    model = cases.small_mobilenet(keras.applications)
    prediction = io.BytesIO()
    np.save(prediction, model.predict(cases.images(32)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mobilenet.h5"
        model.save_weights(str(path))
        with zipfile.ZipFile(WEIGHTS, "w", zipfile.ZIP_LZMA) as archive:
            for name, content in ((path.name, path.read_bytes()),
                                  ("prediction.npy", prediction.getvalue())):
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_LZMA)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keras", required=True, metavar="FOLDER")
    parser.add_argument("networks", nargs="*", default=list(cases.NETWORKS))
    parser.add_argument("--weights", action="store_true")
    options = parser.parse_args()
    keras = keras_224.load(options.keras)
    if options.weights:
        write_weights(keras)
        return
    for name in options.networks:
        known = store.load(PATH) if PATH.exists() else {}
        store.save(PATH, {**known, name: case(keras, name)})


if __name__ == "__main__":
    main()
