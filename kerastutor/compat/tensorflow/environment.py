"""Sessions, devices, logging and what else surrounds a graph in TensorFlow 1."""
import contextlib
import logging as python_logging
import sys
import types

from kerastutor import backend as K
from kerastutor import graph
from kerastutor.backend.session import GRAPH, Graph, Session

VERSION = "1.12.0"          # the TensorFlow of Keras 2.2.4's time
log = python_logging.getLogger("tensorflow")


class TFSession(Session):
    """Runs tensors; see `K.Session`. A log of devices is announced when it is made."""

    def __init__(self, target="", graph=None, config=None):
        super().__init__(target, graph, config)
        if getattr(config, "log_device_placement", False):
            print("Device mapping: no known devices but", *self.list_devices(), file=sys.stderr)


class InteractiveSession(TFSession):
    """A session that is the one in use from now on."""

    def __init__(self, target="", graph=None, config=None):
        super().__init__(target, graph, config)
        K.set_session(self)


TFSession.__name__ = TFSession.__qualname__ = "Session"


def get_default_session():
    """The session in use."""
    return K.get_session()


def get_default_graph():
    """The graph; there is one."""
    return GRAPH


def reset_default_graph():
    """Names start anew; what was built before stays usable."""
    K.clear_session()


@contextlib.contextmanager
def variable_scope(name_or_scope, reuse=None):
    """A prefix of names.

    # Raises
        ValueError: with `reuse`: variables are shared by sharing layers.
    """
    if reuse:
        raise ValueError("tf.variable_scope: reuse must be False, got True. Share variables by "
                         "calling the same Keras layer again.")
    with K.name_scope(name_or_scope):
        yield name_or_scope


def enable_eager_execution(*args, **kwargs):
    """Not served: tensors are symbolic here.

    # Raises
        NotImplementedError: always.
    """
    raise NotImplementedError("tf.enable_eager_execution: programs must build graphs here, as in "
                              "Keras 2.2.4, got a request for eager execution. K.eval(x) gives "
                              "the value of a tensor.")


def _nothing(*args, **kwargs):
    """Does nothing: graphs are all there is."""


class LocalDevice(types.SimpleNamespace):
    """One device: name, device_type ('CPU' or 'GPU'), memory_limit, physical_device_desc."""


def list_local_devices(session_config=None):
    """The devices, as `LocalDevice`."""
    return [LocalDevice(name=name, device_type="GPU" if "GPU" in name.upper() else "CPU",
                        memory_limit=0, physical_device_desc="")
            for name in map(_name_of, K.get_session().list_devices())]


def _name_of(device):
    return getattr(device, "name", device)


def is_gpu_available(cuda_only=False, min_cuda_compute_capability=None):
    """Whether some device is a GPU."""
    return any(d.device_type == "GPU" for d in list_local_devices())


def gpu_device_name():
    """Name of the first GPU, or an empty text."""
    return next((d.name for d in list_local_devices() if d.device_type == "GPU"), "")


def set_verbosity(level):
    """Messages below this level are left out."""
    log.setLevel(level)


TABLE = {
    "AUTO_REUSE": False, "Graph": Graph, "InteractiveSession": InteractiveSession,
    "Session": TFSession, "Tensor": graph.Tensor, "TensorShape": graph.TensorShape,
    "VERSION": VERSION, "device": graph.device_scope, "device_scope": graph.device_scope,
    "disable_eager_execution": _nothing, "disable_v2_behavior": _nothing,
    "enable_eager_execution": enable_eager_execution, "executing_eagerly": lambda: False,
    "get_default_graph": get_default_graph, "get_default_session": get_default_session,
    "is_tensor": K.is_tensor, "name_scope": lambda name, *rest: K.name_scope(name),
    "reset_default_graph": reset_default_graph, "variable_scope": variable_scope,
}
LOGGING = {
    "DEBUG": 10, "ERROR": 40, "FATAL": 50, "INFO": 20, "WARN": 30, "debug": log.debug,
    "error": log.error, "fatal": log.critical, "get_verbosity": log.getEffectiveLevel,
    "info": log.info, "set_verbosity": set_verbosity, "warn": log.warning,
    "warning": log.warning,
}
TEST = {"gpu_device_name": gpu_device_name, "is_built_with_cuda": lambda: False,
        "is_gpu_available": is_gpu_available}
