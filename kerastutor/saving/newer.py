"""Configurations that later Keras 2 versions (and tf.keras) write, in the terms of Keras 2.2.4.

All differences are in tables: classes that got another name, keys that came later with the only
value that 2.2.4 knows. A key with another value asks for something that 2.2.4 does not have:
ValueError. Configurations of 2.2.4 pass through unchanged.
"""

import re

from kerastutor import losses
from kerastutor import metrics as known_metrics

_EXTRA = ("module", "registered_name", "build_config", "compile_config")    # beside class_name

_CLASSES = {
    "Functional": "Model",
    "GlorotNormal": "glorot_normal", "GlorotUniform": "glorot_uniform",
    "HeNormal": "he_normal", "HeUniform": "he_uniform",
    "LecunNormal": "lecun_normal", "LecunUniform": "lecun_uniform",
    "L1": "L1L2", "L2": "L1L2",
}

_RECURRENT = {"RNN", "SimpleRNN", "GRU", "LSTM", "ConvLSTM2D", "ConvRNN2D", "CuDNNGRU", "CuDNNLSTM"}
_CONVOLUTIONS = {"Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose",
                 "SeparableConv1D", "SeparableConv2D", "DepthwiseConv2D"}
_GLOBAL_POOLING = {f"Global{kind}Pooling{n}D" for kind in ("Max", "Average") for n in (1, 2, 3)}
_ANY = object()                     # a key whose value makes no difference to the numbers

# key: (classes that may have it, the values that mean what 2.2.4 does)
_LATER_KEYS = {
    "ragged": ({"InputLayer"}, (False,)),
    "optional": ({"InputLayer"}, (False,)),
    "type_spec": ({"InputLayer"}, (None,)),
    "groups": (_CONVOLUTIONS, (1,)),
    "time_major": (_RECURRENT, (False,)),
    "zero_output_for_mask": (_RECURRENT, (False,)),
    "use_legacy_format": (_RECURRENT, _ANY),
    "keepdims": (_GLOBAL_POOLING, (False,)),
    "sparse": ({"Embedding"}, (False,)),
    "renorm": ({"BatchNormalization"}, (False,)),
    "synchronized": ({"BatchNormalization"}, (False,)),
    "virtual_batch_size": ({"BatchNormalization"}, (None,)),
    "adjustment": ({"BatchNormalization"}, (None,)),
    "fused": ({"BatchNormalization"}, _ANY),
    "implementation": ({"LocallyConnected1D", "LocallyConnected2D"}, _ANY),
    "autocast": (None, _ANY),       # None: every class
    "module": ({"Lambda"}, _ANY),
    "output_shape_module": ({"Lambda"}, _ANY),
}


def to_keras_2_2_4(config):
    """Returns a configuration (of a model, layer or initializer) as Keras 2.2.4 would write it.

    # Arguments
        config: Nested dictionaries and lists; not changed.

    # Raises
        ValueError: when it asks for something that came after 2.2.4.
    """
    if isinstance(config, (list, tuple)):
        return type(config)(to_keras_2_2_4(item) for item in config)
    if not isinstance(config, dict):
        return config
    config = {key: to_keras_2_2_4(value) for key, value in config.items()}
    if isinstance(config.get("class_name"), str) and "config" in config:
        return _object(config)
    return config


def _object(config):
    own = "package" if ">" in config["class_name"] else "registered_name"
    name = config["class_name"].rpartition(">")[2]          # "Custom>MyLayer"
    config = {k: v for k, v in config.items() if k not in _EXTRA} | {"class_name": name}
    inner = config["config"]
    if own == "package" or not isinstance(inner, dict):
        return config
    if name in ("Model", "Functional"):
        for key in ("input_layers", "output_layers"):
            ends = inner.get(key)
            if isinstance(ends, list) and len(ends) == 3 and isinstance(ends[0], str):
                inner[key] = [ends]                         # one input, written without list
    if name == "BatchNormalization" and isinstance(inner.get("axis"), (list, tuple)):
        if len(inner["axis"]) != 1:
            raise _too_new(name, "axis", inner["axis"])
        inner["axis"] = inner["axis"][0]
    for key in [k for k in inner if k in _LATER_KEYS]:
        classes, neutral = _LATER_KEYS[key]
        if classes is None or name in classes:
            value = inner.pop(key)
            if neutral is not _ANY and value not in neutral:
                raise _too_new(name, key, value)
    dtype = inner.get("dtype")
    if isinstance(dtype, dict) and isinstance(dtype.get("config"), dict):
        inner["dtype"] = dtype["config"].get("name")        # a dtype policy
    config["class_name"] = _CLASSES.get(name, name)
    return config


def _too_new(name, key, value):
    return ValueError(f"{name}: {key} must be what Keras 2.2.4 knows, got {value!r}, which came in "
                      "a later version. Save the model without it.")


# ---- the training configuration -------------------------------------------------------------

_OPTIMIZER_KEYS = {                                     # later key: its name in 2.2.4
    "learning_rate": "lr", "global_clipnorm": "clipnorm",
}
_OPTIMIZER_NEUTRAL = {
    "name": _ANY, "is_legacy_optimizer": _ANY, "jit_compile": _ANY, "ema_momentum": _ANY,
    "ema_overwrite_frequency": _ANY, "initial_accumulator_value": _ANY,
    "gradient_aggregator": _ANY, "gradient_transformers": _ANY,
    "use_ema": (False,), "weight_decay": (None, 0), "centered": (False,),
    "loss_scale_factor": (None,), "gradient_accumulation_steps": (None,),
}


def optimizer_config(config):
    """Returns the configuration of an optimizer as Keras 2.2.4 would write it.

    # Raises
        ValueError: when it asks for something that came after 2.2.4.
    """
    config = to_keras_2_2_4(config)
    name, inner = config["class_name"], dict(config["config"])
    later = "learning_rate" in inner
    if not later:
        return config
    for key in [k for k in inner if k in _OPTIMIZER_NEUTRAL]:
        neutral, value = _OPTIMIZER_NEUTRAL[key], inner.pop(key)
        if neutral is not _ANY and value not in neutral:
            raise _too_new(name, key, value)
    if name == "RMSprop" and inner.pop("momentum", 0):
        raise _too_new(name, "momentum", config["config"]["momentum"])
    if name == "Nadam" and "decay" in inner:
        inner["schedule_decay"] = inner.pop("decay")
    for key, old in _OPTIMIZER_KEYS.items():
        value = inner.pop(key, None)
        if isinstance(value, dict):
            raise _too_new(name, key, value.get("class_name"))
        if value is not None:
            inner[old] = value
    return {"class_name": name,
            "config": {k: v for k, v in inner.items() if k not in ("clipnorm", "clipvalue")
                       or v is not None}}


def loss_config(loss):
    """Returns the loss(es) of a training configuration as names.

    # Raises
        ValueError: for options that came after 2.2.4.
    """
    if isinstance(loss, list):
        return [loss_config(item) for item in loss]
    if isinstance(loss, dict) and not _is_object(loss):
        return {key: loss_config(value) for key, value in loss.items()}
    if not isinstance(loss, dict):
        return loss
    config = loss["config"]
    name = _function_name(loss, losses)
    if name is None:
        return loss                                         # an own class
    for key, neutral in (("reduction", ("auto", "sum_over_batch_size", None)),
                         ("from_logits", (False, None)), ("label_smoothing", (0, None)),
                         ("ignore_class", (None,))):
        if config.get(key) not in neutral:
            raise _too_new(name, key, config[key])
    return name


def metrics_config(metrics, output_names):
    """Returns the metrics of a training configuration as names, or a dictionary by output.

    # Arguments
        metrics: As stored: None, names, configurations, or a list of these for each output.
        output_names: Names of the model's outputs.
    """
    if metrics is None:
        return []
    if isinstance(metrics, list) and any(isinstance(item, list) for item in metrics):
        by_output = [_metric_names(item) for item in metrics]
        if len(output_names) == 1:
            return [name for names in by_output for name in names]
        return dict(zip(output_names, by_output, strict=False))
    if isinstance(metrics, dict) and not _is_object(metrics):
        return {key: value if isinstance(value, str) else _metric_names(value)
                for key, value in metrics.items()}
    return _metric_names(metrics)


def _metric_names(metrics):
    if isinstance(metrics, list):
        return [name for item in metrics for name in _metric_names(item)]
    if not isinstance(metrics, dict):
        return [] if metrics is None else [metrics]
    if metrics["config"].get("name") in ("accuracy", "acc"):
        return [metrics["config"]["name"]]
    return [_function_name(metrics, known_metrics) or metrics]


def _function_name(stored, module):
    """Name of the function that a later class like MeanSquaredError wraps, or None."""
    name = stored["config"].get("fn")
    if not isinstance(name, str):
        class_name = stored["class_name"].rpartition(">")[2]
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", class_name).lower()
    return name if callable(getattr(module, name, None)) else None


def _is_object(config):
    return isinstance(config.get("class_name"), str) and isinstance(config.get("config"), dict)
