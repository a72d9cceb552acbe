"""Utilities: labels, files, generators of data, custom objects, pictures of models."""

import importlib

from kerastutor.utils import (
    conv_utils,
    data_utils,
    generic_utils,
    io_utils,
    np_utils,
)
from kerastutor.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence, get_file
from kerastutor.utils.generic_utils import (
    CustomObjectScope,
    Progbar,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)
from kerastutor.utils.io_utils import HDF5Matrix, h5dict
from kerastutor.utils.layer_utils import (
    convert_all_kernels_in_model,
    get_source_inputs,
    print_summary,
)
from kerastutor.utils.np_utils import normalize, to_categorical

__all__ = [
    "CustomObjectScope", "GeneratorEnqueuer", "HDF5Matrix", "OrderedEnqueuer", "Progbar",
    "Sequence", "conv_utils", "convert_all_kernels_in_model", "custom_object_scope", "data_utils",
    "deserialize_keras_object", "generic_utils", "get_custom_objects", "get_file",
    "get_source_inputs", "h5dict", "io_utils", "model_to_dot", "normalize", "np_utils",
    "plot_model", "print_summary", "serialize_keras_object", "to_categorical", "vis_utils",
]


def __getattr__(name):
    """Imports what draws models when it is first asked for."""
    if name in ("vis_utils", "visualize_util", "model_to_dot", "plot_model"):
        pictures = importlib.import_module(f"{__name__}.vis_utils")
        return getattr(pictures, name, pictures)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
