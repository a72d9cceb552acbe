"""Models in folders: `export_saved_model` and `load_from_saved_model`.

The format is our own, not TensorFlow's SavedModel: no other program reads it. A folder holds

    saved_model.json    {"format": "kerastutor saved model", "version": 1, "keras_version": ...}
    model.h5            the model as `model.save` writes it

The folder appears as a whole: it is written under a hidden name beside its place and renamed.
"""

import json
import os
import shutil
import time

from kerastutor.saving.atomic import replacing, temporary_name
from kerastutor.saving.layout import KERAS_VERSION
from kerastutor.saving.models import load_model, save_model

_FORMAT, _VERSION = "kerastutor saved model", 1
_DESCRIPTION, _MODEL = "saved_model.json", "model.h5"


def export_saved_model(model, saved_model_path, custom_objects=None, as_text=False,
                       input_signature=None, serving_only=False):
    """Saves a model in a folder of a format of kerastutor's own (not TensorFlow's SavedModel).

    # Arguments
        model: Sequential or functional model. A subclassed one has no configuration to save.
        saved_model_path: Path of the folder, which must not exist yet (or be empty).
        custom_objects: Ignored: configurations name their classes.
        as_text, input_signature: Ignored.
        serving_only: Whether the optimizer and its state are left out.

    # Raises
        FileExistsError: when there is something at that path already.
        NotImplementedError: for a subclassed model.
        ValueError: when the model was never used (weights not created).

    # Example

    ```python
    keras.experimental.export_saved_model(model, 'path_to_saved_model')
    model = keras.experimental.load_from_saved_model('path_to_saved_model')
    ```
    """
    _check_model(model)
    target = os.path.realpath(os.fsdecode(saved_model_path))
    if os.path.exists(target) and (not os.path.isdir(target) or os.listdir(target)):
        raise FileExistsError(f"export_saved_model: the folder must not exist yet, got "
                              f"{saved_model_path}. Choose another path or remove it first.")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    temporary = temporary_name(target)
    try:
        os.mkdir(temporary)
        save_model(model, os.path.join(temporary, _MODEL), include_optimizer=not serving_only)
        with replacing(os.path.join(temporary, _DESCRIPTION)) as f:
            f.write(json.dumps({"format": _FORMAT, "version": _VERSION,
                                "keras_version": KERAS_VERSION,
                                "serving_only": bool(serving_only)}, indent=1).encode())
        os.replace(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def load_from_saved_model(saved_model_path, custom_objects=None):
    """Loads a model that `export_saved_model` wrote.

    # Arguments
        saved_model_path: Path of the folder.
        custom_objects: Dictionary from name to your own class or function.

    # Returns
        The model, compiled when it was.

    # Raises
        FileNotFoundError, ValueError: for a path that holds no such model; TensorFlow's own
            SavedModel folders are none.
    """
    path = os.fsdecode(saved_model_path)
    try:
        with open(os.path.join(path, _DESCRIPTION), encoding="utf-8") as f:
            description = json.load(f)
    except FileNotFoundError:
        what = "a folder of TensorFlow's SavedModel format" \
            if os.path.exists(os.path.join(path, "saved_model.pb")) else "none there"
        raise FileNotFoundError(
            f"load_from_saved_model: the path must be a folder that export_saved_model wrote, got "
            f"{path}: {what}. Save models for other programs with model.save('model.h5').",
        ) from None
    except ValueError as error:
        raise ValueError(f"load_from_saved_model: {_DESCRIPTION} must be JSON, got a damaged file "
                         f"in {path}: {error}.") from error
    if not isinstance(description, dict) or description.get("format") != _FORMAT \
            or description.get("version") != _VERSION:
        raise ValueError(f"load_from_saved_model: the format must be {_FORMAT!r}, version "
                         f"{_VERSION}, got {description!r:.200}.")
    return load_model(os.path.join(path, _MODEL), custom_objects,
                      compile=not description.get("serving_only"))


def save_keras_model(model, saved_model_path, custom_objects=None, as_text=None):
    """The same as `export_saved_model`, in a new folder inside `saved_model_path` that is named
    after the time (tf.contrib.saved_model of TensorFlow 1.12).

    # Returns
        Path of the new folder.
    """
    stamp = int(time.time())
    while os.path.exists(path := os.path.join(os.fsdecode(saved_model_path), str(stamp))):
        stamp += 1
    export_saved_model(model, path, custom_objects)
    return path


def load_keras_model(saved_model_path, custom_objects=None):
    """Loads a model that `save_keras_model` wrote; see `load_from_saved_model`."""
    return load_from_saved_model(saved_model_path, custom_objects)


def _check_model(model):
    if not getattr(model, "_is_graph_network", True):
        used = "" if model.built else " Weights not created: this one was never used."
        raise NotImplementedError(
            f"export_saved_model: model must be a Sequential or functional one, got the subclassed "
            f"model {model.name}, whose code no file can hold.{used} Use model.save_weights(...), "
            "and load_weights into a new object of the class that was used once.")
