"""Models as text: configurations in JSON and YAML, read without running anything."""

import json

import numpy as np

from kerastutor.engine import hooks
from kerastutor.functions import safe_mode_scope
from kerastutor.saving.newer import to_keras_2_2_4


def model_from_config(config, custom_objects=None, *, safe_mode=True):
    """Builds a model from its configuration, with new weights.

    # Arguments
        config: Dictionary with `class_name` and `config`.
        custom_objects: Dictionary from name to your own class or function.
        safe_mode: Whether byte code in the configuration (a Lambda's) is refused.

    # Returns
        A model, not compiled.

    # Raises
        TypeError: when `config` is no dictionary.
        ValueError: for unknown names, or byte code in safe mode.
    """
    if not isinstance(config, dict):
        raise TypeError("model_from_config: config must be a dictionary with class_name and "
                        f"config, got {type(config).__name__}. For a list of layers use "
                        "Sequential.from_config(config).")
    with safe_mode_scope(safe_mode):
        return hooks.call("deserialize_layer", to_keras_2_2_4(config),
                          custom_objects=custom_objects)


def model_from_json(json_string, custom_objects=None, *, safe_mode=True):
    """Builds a model from the text that `model.to_json()` returned.

    # Arguments
        json_string: Text.
        custom_objects: Dictionary from name to your own class or function.
        safe_mode: Whether byte code in the text (a Lambda's) is refused.

    # Returns
        A model, not compiled, with new weights.

    # Raises
        ValueError: when the text is no JSON, for unknown names, or byte code in safe mode.
    """
    config = parse_json(json_string, "model_from_json")
    return model_from_config(config, custom_objects, safe_mode=safe_mode)


def model_from_yaml(yaml_string, custom_objects=None, *, safe_mode=True):
    """Builds a model from the text that `model.to_yaml()` returned.

    Only plain values and tuples are read: tags that make Python objects are refused.

    # Arguments
        yaml_string: Text.
        custom_objects: Dictionary from name to your own class or function.
        safe_mode: Whether byte code in the text (a Lambda's) is refused.

    # Returns
        A model, not compiled, with new weights.

    # Raises
        ImportError: without PyYAML.
        ValueError: when the text is no plain YAML, for unknown names, or byte code in safe mode.
    """
    try:
        import yaml
    except ImportError as error:
        raise ImportError("`model_from_yaml` requires PyYAML, which is not installed. "
                          "Install it: pip install pyyaml.") from error

    class PlainLoader(yaml.SafeLoader):
        """Plain values and tuples."""

    PlainLoader.add_constructor("tag:yaml.org,2002:python/tuple",
                                lambda loader, node: tuple(loader.construct_sequence(node, True)))
    try:
        config = yaml.load(yaml_string, Loader=PlainLoader)
    except yaml.YAMLError as error:
        raise ValueError("model_from_yaml: yaml_string must be plain YAML without Python objects, "
                         f"got {_first_line(error)}. "
                         "Pass what model.to_yaml() returned.") from error
    return model_from_config(config, custom_objects, safe_mode=safe_mode)


def parse_json(text, what):
    """Parses JSON; the error names what was to be read.

    # Raises
        ValueError: when the text is no JSON.
    """
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{what}: the text must be JSON, got {_first_line(error)}. "
                         "It is damaged or something else.") from error


def to_json_text(value):
    """JSON text of a configuration with Keras objects, NumPy values, functions and classes in it.

    # Raises
        TypeError: for anything that has no plain form.
    """
    return json.dumps(value, default=_plain)


def _plain(value):
    if hasattr(value, "get_config"):
        return {"class_name": type(value).__name__, "config": value.get_config()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    raise TypeError(f"JSON: every value of a configuration must be plain data, got {value!r}. "
                    "Turn it into numbers, strings, lists or dictionaries in get_config.")


def _first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
