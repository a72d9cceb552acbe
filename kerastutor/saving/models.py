"""Whole models and their weights in HDF5 files, and in pickles."""

import contextlib
import io
import os
import warnings

from kerastutor import backend as K
from kerastutor import optimizers
from kerastutor.functions import safe_mode_scope
from kerastutor.registry import CustomObjectScope
from kerastutor.saving import newer
from kerastutor.saving.atomic import replacing
from kerastutor.saving.configs import model_from_config, parse_json, to_json_text
from kerastutor.saving.layout import (
    KERAS_VERSION,
    load_weights_from_hdf5_group,
    load_weights_from_hdf5_group_by_name,
    save_weights_to_hdf5_group,
    write_arrays,
)
from kerastutor.saving.optimizers import load_optimizer_state
from kerastutor.utils.hdf5 import child, has_child, read_text, require_h5py, write_text
from kerastutor.utils.io_utils import ask_to_proceed_with_overwrite


def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Saves a model: its configuration, its weights, how it is trained, the optimizer's state.

    A file is replaced as a whole: whatever happens while saving, the path holds the old or the
    new complete model.

    # Arguments
        model: The model.
        filepath: Path, or an open h5py file or group.
        overwrite: Whether an existing file is replaced; False: ask first.
        include_optimizer: Whether training configuration and optimizer state are saved.

    # Raises
        ImportError: without h5py.
        NotImplementedError: for a subclassed model, which has no configuration.
        FileExistsError: when nobody can be asked.

    # Example

    ```python
    model.save('model.h5')
    model = load_model('model.h5')
    ```
    """
    with _written(filepath, overwrite, "save_model") as f:
        if f is not None:
            _write_model(f, model, include_optimizer)


def load_model(filepath, custom_objects=None, compile=True, *, safe_mode=True):
    """Loads a model saved by `save_model` or by another Keras 2.

    # Arguments
        filepath: Path, or an open h5py file or group.
        custom_objects: Dictionary from name to your own class or function.
        compile: Whether to compile the model as it was when saved.
        safe_mode: Whether byte code in the file (a Lambda's) is refused. Nothing else in a file can
            run.

    # Returns
        The model, compiled when the file says how (and `compile` is True).

    # Raises
        ImportError: without h5py.
        ValueError: for a file that is damaged, unsafe or holds no model.
    """
    with _opened(filepath, "load_model") as f, safe_mode_scope(safe_mode):
        return _read_model(f, custom_objects, compile, safe_mode)


def save_weights(model, filepath, overwrite=True):
    """Saves the weights of a model; see `Network.save_weights`.

    # Arguments
        model: The model.
        filepath: Path, or an open h5py file or group.
        overwrite: Whether an existing file is replaced; False: ask first.

    # Raises
        ImportError: without h5py.
        ValueError: when the weights were never created.
        FileExistsError: when nobody can be asked.
    """
    _check_built(model)
    with _written(filepath, overwrite, "save_weights") as f:
        if f is not None:
            save_weights_to_hdf5_group(f, model.layers)


def load_weights(model, filepath, by_name=False, skip_mismatch=False, reshape=False):
    """Loads the weights of a model from a weight file or a model file; all of them or none.

    # Arguments
        model: The model.
        filepath: Path, or an open h5py file or group.
        by_name: Whether layers are matched by name, not by order.
        skip_mismatch: With `by_name`, whether weights that do not fit are skipped.
        reshape: Whether convolution kernels of the right size may be reshaped.

    # Raises
        ImportError: without h5py.
        ValueError: when the weights do not fit, or the file is damaged or unsafe.
    """
    with _opened(filepath, "load_weights") as f:
        if "layer_names" not in f.attrs and has_child(f, "model_weights"):
            f = child(f, "model_weights")
        if by_name:
            load_weights_from_hdf5_group_by_name(f, model.layers, skip_mismatch, reshape)
        else:
            load_weights_from_hdf5_group(f, model.layers, reshape)


def pickle_model(model):
    """Returns the state of a model for `pickle`: a dictionary with the model file as bytes."""
    h5py = require_h5py("pickle_model")
    image = io.BytesIO()
    with h5py.File(image, "w") as f:
        _write_model(f, model, include_optimizer=True)
    return {"hdf5": image.getvalue()}


def unpickle_model(state):
    """Makes a model from the state that `pickle_model` returned.

    Loading a pickle runs code anyway, so functions in the state are trusted.
    """
    h5py = require_h5py("unpickle_model")
    with h5py.File(io.BytesIO(state["hdf5"]), "r") as f, safe_mode_scope(False):
        return _read_model(f, None, "training_config" in f.attrs, safe_mode=False)


# ---- the file -----------------------------------------------------------------------------------


def _write_model(f, model, include_optimizer):
    config = to_json_text({"class_name": type(model).__name__, "config": model.get_config()})
    training = _training_config(model) if include_optimizer else None
    for name in ("model_weights", "optimizer_weights"):
        if name in f:
            del f[name]                             # an open file of the user's, saved to again
    f.attrs.pop("training_config", None)
    write_text(f, "keras_version", KERAS_VERSION)
    write_text(f, "backend", K.backend())
    write_text(f, "model_config", config)
    save_weights_to_hdf5_group(f.create_group("model_weights"), model.layers)
    if training is not None:
        write_text(f, "training_config", training)
        if model.optimizer.weights:
            write_arrays(f.create_group("optimizer_weights"), model.optimizer.weights)


def _training_config(model):
    optimizer = getattr(model, "optimizer", None)
    if not optimizer:
        return None
    if isinstance(optimizer, optimizers.TFOptimizer):
        warnings.warn("The optimizer of TensorFlow cannot be saved with the model, its settings "
                      "are not known. Compile the model again after loading, or use one of "
                      "kerastutor.optimizers.", stacklevel=6)
        return None
    return to_json_text({
        "optimizer_config": {"class_name": type(optimizer).__name__,
                             "config": optimizer.get_config()},
        "loss": model.loss,
        "metrics": model.metrics,
        "sample_weight_mode": model.sample_weight_mode,
        "loss_weights": model.loss_weights,
    })


def _read_model(f, custom_objects, compile, safe_mode):
    text = read_text(f, "model_config")
    if text is None:
        hint = ("It holds weights only: build the model, then model.load_weights(...)."
                if "layer_names" in f.attrs else "It is damaged or no Keras model file.")
        raise ValueError("load_model: the file must hold a model, got no model found in config "
                         f"of {f.file.filename}. {hint}")
    config = parse_json(text, "load_model")
    model = model_from_config(config, custom_objects, safe_mode=safe_mode)
    load_weights_from_hdf5_group(child(f, "model_weights"), model.layers)
    if compile:
        training = read_text(f, "training_config")
        if training is None:
            warnings.warn("No training configuration found in save file: the model was *not* "
                          "compiled. Compile it manually.", stacklevel=4)
        else:
            _compile(model, parse_json(training, "load_model"), custom_objects or {})
            if has_child(f, "optimizer_weights"):
                model._make_train_function()        # makes the optimizer's weights
                load_optimizer_state(model.optimizer, child(f, "optimizer_weights"),
                                     model._collected_trainable_weights)
    return model


def _compile(model, training, custom_objects):
    optimizer = optimizers.deserialize(newer.optimizer_config(training["optimizer_config"]),
                                       custom_objects=custom_objects)
    loss = newer.loss_config(training["loss"])
    metrics = newer.metrics_config(training["metrics"], model.output_names)
    with CustomObjectScope(custom_objects):
        model.compile(optimizer=optimizer,
                      loss=_own_objects(loss, custom_objects),
                      metrics=_own_objects(metrics, custom_objects),
                      loss_weights=training.get("loss_weights"),
                      sample_weight_mode=training.get("sample_weight_mode"))


def _own_objects(value, custom_objects):
    """The same structure with the names of custom objects replaced by the objects."""
    if isinstance(value, list):
        return [_own_objects(v, custom_objects) for v in value]
    if isinstance(value, dict) and "class_name" not in value:
        return {k: _own_objects(v, custom_objects) for k, v in value.items()}
    return custom_objects.get(value, value) if isinstance(value, str) else value


def _check_built(model):
    if not getattr(model, "built", True):
        raise ValueError(f"{model.name}: the weights must exist to be saved, got a model that was "
                         "never used (weights not created). Call it on data or "
                         "model.build((None, n)) first.")


# ---- opening ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _written(filepath, overwrite, who):
    """Yields an h5py group to write to, or None when the user does not want to overwrite."""
    h5py = require_h5py(who)
    if isinstance(filepath, h5py.Group):
        yield filepath
        return
    _check_path(filepath, who)
    if not overwrite and os.path.isfile(filepath) and not ask_to_proceed_with_overwrite(filepath):
        yield None
        return
    with replacing(filepath) as file, h5py.File(file, "w") as f:
        yield f


@contextlib.contextmanager
def _opened(filepath, who):
    """Yields an h5py group to read from."""
    h5py = require_h5py(who)
    if isinstance(filepath, h5py.Group):
        yield filepath
        return
    _check_path(filepath, who)
    if not os.path.exists(filepath):
        raise FileNotFoundError(f"{who}: the file must exist, got {filepath}, where there is none. "
                                f"The current folder is {os.getcwd()}.")
    try:
        f = h5py.File(filepath, "r")
    except OSError as error:
        raise OSError(f"{who}: the file must be HDF5, got {filepath}: {error}. "
                      "It is damaged, of another format, or must not be read.") from error
    with f:
        yield f


def _check_path(filepath, who):
    if not isinstance(filepath, (str, bytes, os.PathLike)):
        raise TypeError(f"{who}: filepath must be a path or an h5py group, got "
                        f"{type(filepath).__name__}. Pass a file name like 'model.h5'.")
