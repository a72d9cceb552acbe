"""Layers as objects, networks of layers, and their training."""
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.engine.input_layer import Input, InputLayer
from kerastutor.engine.training import Model
from kerastutor.utils.layer_utils import get_source_inputs

__all__ = ["Input", "InputLayer", "InputSpec", "Layer", "Model", "get_source_inputs"]
