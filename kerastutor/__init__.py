"""kerastutor: the API of Keras 2.2.4 on an engine of its own, and a course on it.

`import kerastutor` gives what `import keras` gives in Keras 2.2.4; `install_as_keras()` also puts
the package under that name. The import itself writes nothing, prints nothing and compiles nothing.
"""

import importlib

from kerastutor import aliases

aliases.register_aliases()

from kerastutor import (  # noqa: E402
    activations,
    backend,
    callbacks,
    constraints,
    engine,
    initializers,
    layers,
    legacy,
    losses,
    metrics,
    models,
    optimizers,
    parallel,
    regularizers,
    saving,
    utils,
)
from kerastutor.aliases import install_as_keras  # noqa: E402
from kerastutor.layers import Input  # noqa: E402
from kerastutor.models import Model, Sequential  # noqa: E402

__version__ = "2.2.4"           # the Keras whose behaviour this is; files carry it too

aliases.link_aliases()
utils.multi_gpu_model = parallel.multi_gpu_model        # it needs layers, which utils must not
legacy.attach()                 # Keras-1 keywords, put around layers and models from outside

_LATE = ("applications", "compat", "course", "datasets", "experimental",
         "preprocessing", "testing", "wrappers")

__all__ = [
    "Input", "Model", "Sequential", "activations", "backend", "callbacks", "constraints",
    "engine", "initializers", "install_as_keras", "layers", "losses", "metrics", "models",
    "optimizers", "regularizers", "saving", "utils",
]


def __getattr__(name):
    """Imports the larger parts when they are first asked for: `kerastutor.applications` ..."""
    if name in _LATE:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_LATE})
