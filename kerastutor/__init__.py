"""kerastutor: the API of Keras 2.2.4 on an engine of its own, and a course on it.

`import kerastutor` gives what `import keras` gives in Keras 2.2.4; `install_as_keras()` also puts
the package under that name. The import itself writes nothing, prints nothing and compiles nothing.
"""

import importlib

from kerastutor.aliases import install_as_keras, register_aliases

__version__ = "2.2.4"           # the Keras whose behaviour this is; files carry it too

register_aliases()

_FROM = {"Input": "layers", "Model": "models", "Sequential": "models"}
_PARTS = ("activations", "applications", "backend", "callbacks", "compat", "constraints", "course",
          "datasets", "engine", "initializers", "layers", "legacy", "losses", "metrics", "models",
          "optimizers", "preprocessing", "regularizers", "saving", "testing", "utils", "wrappers")

__all__ = ["install_as_keras", *_FROM]


def __getattr__(name):
    """Imports the parts when they are first asked for."""
    if name in _PARTS:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _FROM:
        return getattr(importlib.import_module(f"{__name__}.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
