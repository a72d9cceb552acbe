"""Record in data/preprocessing.npz what Keras 2.2.4 does in `preprocessing_cases`.

    python tests/parity/make_preprocessing.py FOLDER

FOLDER holds Keras 2.2.4 as `keras_224` says, where the Python to use is described too.
"""
import inspect
import sys
import warnings
from pathlib import Path

import numpy as np
from keras_224 import load
from preprocessing_cases import CASES, few


def main(folder):
    inspect.getargspec = inspect.getfullargspec         # names that this Keras still looks for
    np.unicode_ = np.str_
    preprocessing = load(folder).preprocessing
    warnings.simplefilter("ignore")
    found = {f"{name}/{i}": array for name, run in CASES.items()
             for i, array in enumerate(few(run(preprocessing)))}
    np.savez_compressed(Path(__file__).with_name("data") / "preprocessing.npz", **found)


if __name__ == "__main__":
    main(sys.argv[1])
