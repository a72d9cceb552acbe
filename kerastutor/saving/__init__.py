"""Models and weights in files: HDF5 in the layout of Keras 2.2.4, JSON, YAML, pickle.

    configs     models as JSON and YAML texts
    layout      weights of layers in HDF5 groups, written and read
    convert     weights in the order and shape of older Keras and of the CuDNN layers
    newer       configurations that later Keras 2 versions write
    optimizers  the optimizer's state
    models      save_model, load_model, save_weights, load_weights, pickling
    saved_model models in folders
    atomic      files that are replaced as a whole
"""

from kerastutor.engine import hooks
from kerastutor.saving.configs import model_from_config, model_from_json, model_from_yaml
from kerastutor.saving.convert import preprocess_weights_for_loading
from kerastutor.saving.layout import (
    load_attributes_from_hdf5_group,
    load_weights_from_hdf5_group,
    load_weights_from_hdf5_group_by_name,
    save_attributes_to_hdf5_group,
    save_weights_to_hdf5_group,
)
from kerastutor.saving.models import (
    load_model,
    load_weights,
    pickle_model,
    save_model,
    save_weights,
    unpickle_model,
)

__all__ = [
    "load_attributes_from_hdf5_group", "load_model", "load_weights",
    "load_weights_from_hdf5_group", "load_weights_from_hdf5_group_by_name", "model_from_config",
    "model_from_json", "model_from_yaml", "pickle_model", "preprocess_weights_for_loading",
    "save_attributes_to_hdf5_group", "save_model", "save_weights", "save_weights_to_hdf5_group",
    "unpickle_model",
]

for _function in (save_model, save_weights, load_weights, pickle_model, unpickle_model):
    hooks.register(_function.__name__, _function)
