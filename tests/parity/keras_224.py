"""Keras 2.2.4 itself, made to run on the v1 interface of TensorFlow 2.

Keras 2.2.4 wants TensorFlow 1.x, which no current Python can install; but TensorFlow 2 still
carries that interface. `load` puts it in place of `tensorflow`, gives back a few names that have
moved, and imports Keras 2.2.4 from a folder made with

    pip install --target FOLDER --no-deps \\
        keras==2.2.4 keras-applications==1.0.6 keras-preprocessing==1.0.5 pyyaml scipy

Only `make_golden.py` uses this, in an environment with tensorflow-cpu 2.21; kerastutor and its
tests never do.
"""
import collections
import collections.abc
import importlib
import os
import sys
import warnings


def load(folder):
    """Import Keras 2.2.4 from `folder` and answer its package."""
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1",
                      TF_ENABLE_ONEDNN_OPTS="0", KERAS_BACKEND="tensorflow")
    warnings.filterwarnings("ignore")
    sys.path.insert(0, folder)
    tensorflow = importlib.import_module("tensorflow.compat.v1")
    tensorflow.logging.set_verbosity(tensorflow.logging.ERROR)
    tensorflow.disable_v2_behavior()
    tensorflow.disable_control_flow_v2()
    tensorflow.enable_resource_variables()      # an old value stays the same once it is read
    give_back_moved_names(tensorflow)
    # TensorFlow has already imported its own, newer keras.
    for name in [n for n in sys.modules if n.split(".")[0] == "keras"]:
        del sys.modules[name]
    sys.modules["tensorflow"] = tensorflow
    keras = importlib.import_module("keras")
    if keras.__version__ != "2.2.4":
        raise RuntimeError(f"keras: version must be 2.2.4, got {keras.__version__} from "
                           f"{keras.__file__}. Install it into the given folder.")
    order_updates(tensorflow, keras)
    plain_averages(keras)
    bytes_from_attributes()
    return keras


def bytes_from_attributes():
    """Let h5py give texts of attributes as h5py 2 did: bytes, unless they are marked as UTF-8."""
    h5py = importlib.import_module("h5py")
    attributes = h5py.AttributeManager
    plain = attributes.__getitem__

    def item(self, name):
        value = plain(self, name)
        ascii_text = (isinstance(value, str)
                      and self.get_id(name).get_type().get_cset() == h5py.h5t.CSET_ASCII)
        return value.encode() if ascii_text else value
    attributes.__getitem__ = item


def plain_averages(keras):
    """Moving averages by the plain formula, as kerastutor means to have them.

    Keras 2.2.4 asks TensorFlow for averages that start at zero and are divided by
    1 - momentum ** step, with hidden counters that no model file holds: the first batch after
    loading a model overwrites its statistics. kerastutor does not repeat that (see its
    K.moving_average_update), so the recorded BatchNormalization does not either.
    """
    backend = keras.backend.tensorflow_backend

    def moving_average_update(x, value, momentum):
        return (x, x - (x - value) * (1 - momentum))
    backend.moving_average_update = moving_average_update
    keras.backend.moving_average_update = moving_average_update


def order_updates(tensorflow, keras):
    """Let every update of a step read the values from before the step.

    Keras 2.2.4 leaves the order of a step's assignments and reads to TensorFlow's scheduler
    (`iterations` may be counted before or after the learning rate is computed from it), so its
    results can differ from run to run. What it means is: read everything, then assign.
    """
    backend = keras.backend.tensorflow_backend

    class Function(backend.Function):
        def __init__(self, inputs, outputs, updates=None, name=None, **session_kwargs):
            pairs = [u for u in updates or [] if isinstance(u, tuple)]
            others = [u for u in updates or [] if not isinstance(u, tuple)]
            values = [tensorflow.identity(new) for _, new in pairs]
            with tensorflow.control_dependencies(values + list(outputs)):
                others += [tensorflow.assign(variable, tensorflow.identity(value))
                           for (variable, _), value in zip(pairs, values, strict=True)]
            super().__init__(inputs, outputs, others, name, **session_kwargs)

    replaced = {"Function": Function,
                "update": lambda x, new_x: (x, new_x),
                "update_add": lambda x, increment: (x, x + increment),
                "update_sub": lambda x, decrement: (x, x - decrement)}
    for name, value in replaced.items():
        setattr(backend, name, value)
        setattr(keras.backend, name, value)


def give_back_moved_names(tensorflow):
    """Names that Keras 2.2.4 looks for where TensorFlow 1.x had them."""
    ops = importlib.import_module("tensorflow.python.framework.ops")
    flow = importlib.import_module("tensorflow.python.ops.control_flow_ops")
    functional = importlib.import_module("tensorflow.python.ops.functional_ops")
    ops._TensorLike = (tensorflow.Tensor, tensorflow.SparseTensor)
    ops.is_dense_tensor_like = lambda x: isinstance(x, (tensorflow.Tensor, tensorflow.Variable))
    flow.while_loop, flow.cond = tensorflow.while_loop, tensorflow.cond
    functional.scan = getattr(functional, "scan", tensorflow.scan)
    for name in ("Iterable", "Mapping", "Sequence", "Callable"):
        setattr(collections, name, getattr(collections.abc, name))
