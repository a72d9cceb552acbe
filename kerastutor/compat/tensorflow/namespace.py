"""Modules made of tables: `tf.nn` is a `Namespace` of the names in a dictionary.

A name that is not in the table raises an AttributeError that says what there is instead.
"""
import difflib
import functools
import inspect
import sys
import types

from kerastutor.backend.arguments import named

# what programs ask for most often, and what to write instead
_INSTEAD = {
    "GradientTape": "K.gradients(loss, variables) gives symbolic gradients",
    "estimator": "train a Keras model with fit",
    "feature_column": "feed arrays to Keras inputs",
    "function": "graphs are always compiled: K.function runs tensors",
    "get_variable": "make variables with K.variable, or with add_weight in a layer",
    "layers": "use tf.keras.layers",
    "losses": "use tf.keras.losses",
    "metrics": "use tf.keras.metrics",
    "summary": "use the callback keras.callbacks.TensorBoard",
    "while_loop": "use K.rnn, tf.map_fn, tf.foldl or tf.foldr",
}


class Namespace(types.ModuleType):
    """A module whose names come from a table.

    # Arguments
        path: its full name in sys.modules; it registers itself there.
        label: the name that users know, for messages.
        names: dictionary from names to objects.
        doc: its docstring.
    """

    def __init__(self, path, label, names, doc):
        super().__init__(path, doc)
        self.__dict__.update(names)
        self.__all__ = sorted(names)
        self.__path__ = []
        self.__label = label
        sys.modules[path] = self

    def __getattr__(self, name):
        raise missing(self.__label, name, self.__dict__.get("__all__", ()))


def missing(label, name, known):
    """The AttributeError for a name that is not served."""
    if name.startswith("__"):
        return AttributeError(f"module {label!r} has no attribute {name!r}")
    near = difflib.get_close_matches(name, known, 3)
    advice = _INSTEAD.get(name, "write it with functions of keras.backend")
    return AttributeError(
        f"{label}: name must be one of the {len(known)} that kerastutor serves (dir({label}) lists "
        f"them{', near: ' + ', '.join(near) if near else ''}), got {name!r}. This is not "
        f"TensorFlow itself: {advice}.")


def function(path, call):
    """A function as TensorFlow has it: it also takes `name`, the name of the resulting tensor."""
    parameters = list(inspect.signature(call).parameters.values())
    if any(p.name == "name" for p in parameters):
        return call

    @functools.wraps(call)
    def served(*args, name=None, **kwargs):
        result = call(*args, **kwargs)
        return result if name is None or isinstance(result, list) else named(result, name)

    served.__name__ = path.rpartition(".")[2]
    served.__doc__ = served.__doc__ or f"TensorFlow's `tf.{path}`."
    return served
