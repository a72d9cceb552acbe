"""The operations, one file per family. Importing this package registers them all."""
import importlib as _importlib
import os as _os

for _name in ("control", "conv", "ctc", "elementwise", "gather", "image", "linalg", "loss", "movement", "norm", "pool",
              "random", "recurrent", "reduce", "scan", "softmax"):
    if _os.path.exists(_os.path.join(_os.path.dirname(__file__), _name + ".py")):
        _importlib.import_module("kerastutor.ops." + _name)
