"""The names that an answer may use: what a misspelt one may have meant, and how to import one."""

import difflib
import inspect
import math
import types
from functools import cache

from kerastutor import activations, callbacks, layers, losses, metrics, models, optimizers, utils

MODULES = ("layers", "models", "optimizers", "utils", "losses", "metrics", "callbacks", "backend",
           "activations", "initializers", "regularizers", "datasets", "preprocessing")  # fmt: skip
RENAMED = {
    "learning_rate": "lr",
    "num_epochs": "epochs",
    "n_epochs": "epochs",
    "nb_epoch": "epochs",
    "in_features": "input_dim",
    "input_size": "input_dim",
    "inputs": "input_dim",
    "shape": "input_shape",
    "out_features": "units",
    "output_dim": "units",
}


def similar(word, known, cutoff=0.7):
    """Return the one or two names among `known` that look most like `word`, as text."""
    by_lower = {name.lower(): name for name in known}
    if word.lower() in by_lower:
        return by_lower[word.lower()]
    found = difflib.get_close_matches(word.lower(), by_lower, 2, cutoff) if word else []
    return ", ".join(by_lower[name] for name in found)


def import_of(name):
    """Return the import statement that brings `name`, None where none is known."""
    known = {"np": "import numpy as np", "K": "from keras import backend as K"}
    if name in known:
        return known[name]
    if name in ("math", "random", "itertools", "functools", "collections"):
        return f"import {name}"
    for module in (layers, models, optimizers, utils, callbacks):
        if name in getattr(module, "__all__", ()):
            return f"from keras.{module.__name__.rpartition('.')[2]} import {name}"
    if name in words() or hasattr(activations, name) or hasattr(losses, name):
        return None
    return f"from math import {name}" if hasattr(math, name) else None


@cache
def words(kind=""):
    """Return the texts that Keras understands.

    # Arguments
        kind: "activation", "loss", "metric" or "optimizer"; anything else takes all of them.
    """
    modules = {"activation": activations, "loss": losses, "metric": metrics}
    found = set()
    for module in [modules[kind]] if kind in modules else modules.values():
        for name, value in vars(module).items():
            own = getattr(value, "__module__", "") == module.__name__
            if own and isinstance(value, types.FunctionType) and name[0] != "_":
                found.add(name)
    if kind not in modules:
        classes = vars(optimizers).items()
        rules = {name.lower() for name, value in classes if isinstance(value, type)}
        found = rules if kind == "optimizer" else found | rules
    found |= {"acc", "accuracy"} if kind == "metric" else set()
    return frozenset(found - {"get", "serialize", "deserialize", "optimizer"})


@cache
def parameters():
    """Return the names of the parameters of layers, optimizers and the methods of models."""
    made = [*vars(layers).values(), *vars(optimizers).values()]
    made = [item.__init__ for item in made if isinstance(item, type)]
    methods = ("compile", "fit", "evaluate", "predict", "train_on_batch")
    made += [getattr(models.Model, name) for name in methods]
    names = {"input_shape", "input_dim", "batch_input_shape"}
    for function in made:
        try:
            names.update(inspect.signature(function).parameters)
        except (TypeError, ValueError):
            continue
    return frozenset(names - {"self", "args", "kwargs"})
