"""Models: their classes, loading, and copies with new weights."""
from kerastutor.engine.cloning import clone_model
from kerastutor.engine.input_layer import Input, InputLayer
from kerastutor.engine.sequential import Sequential
from kerastutor.engine.training import Model
from kerastutor.functions import has_arg
from kerastutor.saving import (
    load_model,
    model_from_config,
    model_from_json,
    model_from_yaml,
    save_model,
)
from kerastutor.utils.generic_utils import to_list

__all__ = [
    "Input", "InputLayer", "Model", "Sequential", "clone_model", "has_arg", "load_model",
    "model_from_config", "model_from_json", "model_from_yaml", "save_model", "to_list",
]
