"""The part of TensorFlow 1 that programs around Keras use, on kerastutor's engine.

`install_as_keras(tensorflow=True)` also serves it as `import tensorflow as tf`.

    tensors      functions of tensors, each mapped to functions of K
    networks     the same for tf.nn and tf.image
    variables    tf.Variable, assign, initializers of variables
    environment  Session, device, logging ...
    options      ConfigProto, GPUOptions
    datasets     tf.data.Dataset, of elements in a structure (`structure`)
    optimizers   tf.train's optimizers
    errors       tf.errors
    namespace    modules made of tables, and the error for names that are not served

`tf.keras` is kerastutor itself.
"""
import kerastutor as keras
from kerastutor.compat.tensorflow import (
    datasets,
    environment,
    errors,
    networks,
    optimizers,
    options,
    tensors,
    variables,
)
from kerastutor.compat.tensorflow.namespace import Namespace, function, missing
from kerastutor.saving.saved_model import load_keras_model, save_keras_model


def _functions(prefix, table):
    return {name: function(prefix + name, item) for name, item in table.items()}


def _space(name, names, doc):
    return Namespace(f"{__name__}.{name}", f"tf.{name}", names, doc)


_top = _functions("", tensors.TABLE) | tensors.DTYPES | variables.TABLE | environment.TABLE
_top["set_random_seed"] = tensors.set_random_seed
_top |= {name: getattr(options, name)
         for name in ("ConfigProto", "GPUOptions", "GraphOptions", "OptimizerOptions")}
_math = {name.removeprefix("to_"): item for name, item in _top.items()
         if name in {*tensors.REDUCTIONS, *tensors.ONE, *tensors.TWO, "argmax", "argmin",
                     "cumsum", "cumprod", "add_n"}}
_iterators = {"Dataset": datasets.Dataset, "Iterator": datasets.Iterator,
              "experimental": Namespace(f"{__name__}.data.experimental", "tf.data.experimental",
                                        {"AUTOTUNE": -1}, "Options of data sets.")}
_random = {"normal": _top["random_normal"], "uniform": _top["random_uniform"],
           "truncated_normal": _top["truncated_normal"], "set_random_seed":
           tensors.set_random_seed, "set_seed": tensors.set_random_seed}
_saved = {"load_keras_model": load_keras_model, "save_keras_model": save_keras_model}
_optimizers = {name: item for name, item in vars(optimizers).items() if name.endswith("Optimizer")}
_devices = {"list_local_devices": environment.list_local_devices}

_spaces = {
    "contrib": _space("contrib", {"saved_model": _space("contrib.saved_model", _saved,
                                                        "Keras models in folders.")},
                      "The part of tf.contrib that is served."),
    "data": _space("data", _iterators, "Data sets."),
    "dtypes": _space("dtypes", tensors.DTYPES, "Data types."),
    "errors": errors,
    "image": _space("image", _functions("image.", networks.IMAGE), "Images."),
    "initializers": _space("initializers", {
        "global_variables": variables.global_variables_initializer,
        "variables": variables.variables_initializer}, "Operations that initialize variables."),
    "logging": _space("logging", environment.LOGGING, "Messages."),
    "math": _space("math", _math, "Functions of numbers."),
    "nn": _space("nn", _functions("nn.", networks.NN), "Functions of networks."),
    "random": _space("random", _random, "Random tensors."),
    "test": _space("test", environment.TEST, "Questions about the machine."),
    "train": _space("train", _optimizers, "Optimizers."),
}
_spaces["python"] = _space("python", {
    "client": _space("python.client", {"device_lib": _space(
        "python.client.device_lib", _devices, "The machine's devices.")}, "Sessions.")},
    "The part of tf.python that is served.")
_v1 = _space("compat.v1", _top | _spaces | {"keras": keras}, "TensorFlow 1, which all of it is.")
_spaces["compat"] = _space("compat", {"v1": _v1}, "Versions of TensorFlow.")

globals().update(_top)
globals().update(_spaces)
__version__ = environment.VERSION
__all__ = sorted({*_top, *_spaces, "keras"})


def __getattr__(name):
    raise missing("tf", name, __all__)

