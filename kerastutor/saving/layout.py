"""Weights of layers in an HDF5 group, as Keras 2.2.4 lays them out, written and read.

    group                    attributes layer_names, backend, keras_version
    group/<layer>            attribute weight_names
    group/<layer>/<weight>   dataset

Loading is all or nothing: the shapes that the file declares are compared with those of the layers,
then everything is read and converted, and only when all of it fits is anything set.
"""

import warnings

import numpy as np

from kerastutor import backend as K
from kerastutor.saving.convert import preprocess_weights_for_loading
from kerastutor.utils.hdf5 import (
    check_dataset,
    child,
    read_names,
    read_text,
    write_array,
    write_names,
    write_text,
)

KERAS_VERSION = "2.2.4"


def save_attributes_to_hdf5_group(group, name, data):
    """Stores a list of strings as an attribute, cut into several when it is longer than 64 kB.

    # Arguments
        group: h5py group.
        name: Name of the attribute.
        data: List of strings or bytes.

    # Raises
        RuntimeError: when one entry alone is too long.
    """
    write_names(group, name, data)


def load_attributes_from_hdf5_group(group, name):
    """Returns a list of strings stored by `save_attributes_to_hdf5_group`; empty when missing.

    # Arguments
        group: h5py group.
        name: Name of the attribute.
    """
    return read_names(group, name) or []


def save_weights_to_hdf5_group(f, layers):
    """Writes the weights of layers into a group.

    # Arguments
        f: h5py file or group, without members of these names.
        layers: List of layers.
    """
    write_names(f, "layer_names", [layer.name for layer in layers])
    write_text(f, "backend", K.backend())
    write_text(f, "keras_version", KERAS_VERSION)
    for layer in layers:
        write_arrays(f.require_group(layer.name), layer.weights)


def write_arrays(group, variables):
    """Writes the values of variables into a group, with their names in `weight_names`."""
    names = unique_names(variables)
    write_names(group, "weight_names", names)
    for name, value in zip(names, K.batch_get_value(variables), strict=True):
        write_array(group, name, value)


def unique_names(variables):
    """Returns a name for each variable; repeated ones get _1, _2 ..."""
    names = {}
    for i, variable in enumerate(variables):
        name = base = getattr(variable, "name", None) or f"param_{i}"
        count = 0
        while name in names:
            count += 1
            name = f"{base}_{count}"
        names[name] = i
    return list(names)


def load_weights_from_hdf5_group(f, layers, reshape=False):
    """Loads weights layer by layer, in order; layers without weights do not count.

    # Arguments
        f: h5py file or group.
        layers: List of layers.
        reshape: Whether a convolution kernel of the right size may be reshaped.

    # Raises
        ValueError: when numbers or shapes do not fit; nothing is changed then.
    """
    source = WeightFile(f)
    stored = [name for name in source.layer_names if source.weight_names(name)]
    targets = [layer for layer in layers if layer.weights]
    if len(stored) != len(targets):
        raise ValueError(
            "load_weights: the file must fit the model, got an attempt to load weights of "
            f"{len(stored)} layers into a model with {len(targets)} layers. Load it into the model "
            "it was made from (build it first, if its layers have no weights yet), or by name.")
    values = []
    for name, layer in zip(stored, targets, strict=True):
        values += source.read(name, layer, reshape)
    K.batch_set_value(values)


def load_weights_from_hdf5_group_by_name(f, layers, skip_mismatch=False, reshape=False):
    """Loads weights into the layers that have the same name as one in the file.

    # Arguments
        f: h5py file or group.
        layers: List of layers.
        skip_mismatch: Whether weights that do not fit are skipped with a warning.
        reshape: Whether a convolution kernel of the right size may be reshaped.

    # Raises
        ValueError: when shapes do not fit and are not to be skipped; nothing is changed then.
    """
    source = WeightFile(f)
    by_name = {}
    for layer in layers:
        if layer.name:
            by_name.setdefault(layer.name, []).append(layer)
    values = []
    for name in dict.fromkeys(source.layer_names):
        for layer in by_name.get(name, ()):
            if skip_mismatch:
                values += source.read_what_fits(name, layer, reshape)
            elif layer.weights or source.weight_names(name):
                values += source.read(name, layer, reshape)
    K.batch_set_value(values)


class WeightFile:
    """A group of stored weights: what it declares, and its arrays once they are known to fit."""

    def __init__(self, group):
        names = read_names(group, "layer_names")
        if names is None:
            raise ValueError(f"{group.file.filename}: a weight file must have the attribute "
                             "layer_names, got none. It is damaged or no Keras weight file.")
        self.group = group
        self.layer_names = names
        self.version = read_text(group, "keras_version") or "1"
        self.backend = read_text(group, "backend")

    def weight_names(self, layer_name):
        """Names of the weights stored for a layer."""
        return read_names(child(self.group, layer_name), "weight_names") or []

    def read(self, layer_name, layer, reshape=False):
        """Pairs of variable and new value for a layer.

        # Raises
            ValueError: when the stored weights do not fit the layer.
        """
        arrays = self._arrays(layer_name, layer, reshape)
        variables = layer.weights
        if len(arrays) != len(variables):
            raise _mismatch(layer_name, layer, f"the layer expects {len(variables)} weights",
                            f"the saved ones are {len(arrays)} weights")
        for variable, array in zip(variables, arrays, strict=True):
            if K.int_shape(variable) != array.shape:
                raise _mismatch(layer_name, layer, f"{variable.name} has shape "
                                f"{K.int_shape(variable)}", f"the saved one has shape "
                                f"{array.shape}")
        return list(zip(variables, arrays, strict=True))

    def read_what_fits(self, layer_name, layer, reshape=False):
        """Like `read`, but what does not fit is left out with a warning."""
        try:
            arrays = self._arrays(layer_name, layer, reshape)
        except ValueError as error:
            return _skip(layer, str(error))
        variables = layer.weights
        if len(arrays) != len(variables):
            return _skip(layer, f"mismatch in number of weights ({len(variables)} in the layer, "
                                f"{len(arrays)} in the file)")
        values = []
        for variable, array in zip(variables, arrays, strict=True):
            if K.int_shape(variable) == array.shape:
                values.append((variable, array))
            else:
                _skip(layer, f"mismatch in shape ({K.int_shape(variable)} in the layer, "
                             f"{array.shape} in the file)")
        return values

    def _arrays(self, layer_name, layer, reshape):
        group = child(self.group, layer_name)
        names = read_names(group, "weight_names") or []
        nodes = [check_dataset(child(group, name)) for name in names]
        declared = sum(int(np.prod(node.shape, dtype=object)) for node in nodes)
        own = sum(int(np.prod(K.int_shape(w))) for w in layer.weights)
        if declared > 2 * own + 16:             # CuDNN biases are twice as long; nothing else is
            raise _mismatch(layer_name, layer, f"the layer's have {_shapes(layer.weights)}",
                            f"the saved ones have {_shapes(nodes)}")
        arrays = [np.asarray(node[()]) for node in nodes]
        if not arrays:
            return arrays
        return preprocess_weights_for_loading(layer, arrays, self.version, self.backend, reshape)


def _mismatch(layer_name, layer, own, saved):
    where = "" if layer_name == layer.name else f" (layer {layer_name!r} in the file)"
    return ValueError(f"{layer.name}: stored weights must fit the model: {own}, but {saved}{where}."
                      " Load the file into the model it was made from, or load by name with "
                      "skip_mismatch=True.")


def _shapes(things):
    return "shapes " + (", ".join(str(tuple(t.shape)) for t in things) or "none")


def _skip(layer, why):
    warnings.warn(f"Skipping loading of weights for layer {layer.name} due to {why}.",
                  stacklevel=6)
    return []
