"""Layers, by the names of Keras 2.2.4."""
from kerastutor.engine import hooks
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.engine.input_layer import Input, InputLayer
from kerastutor.engine.network import Network
from kerastutor.engine.sequential import Sequential
from kerastutor.engine.training import Model
from kerastutor.layers import (
    advanced_activations,
    convolutional,
    convolutional_recurrent,
    core,
    cudnn_recurrent,
    embeddings,
    local,
    merge,
    noise,
    normalization,
    pooling,
    recurrent,
    serialization,
    wrappers,
)
from kerastutor.layers.advanced_activations import *
from kerastutor.layers.convolutional import *
