"""The basic layers: Dense, Activation, Dropout, Flatten, Reshape, Lambda and others."""
from kerastutor.layers.core.activation import Activation, ActivityRegularization, Masking
from kerastutor.layers.core.dense import Dense
from kerastutor.layers.core.dropout import (
    Dropout,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from kerastutor.layers.core.function import Lambda
from kerastutor.layers.core.shaping import Flatten, Permute, RepeatVector, Reshape

__all__ = ["Activation", "ActivityRegularization", "Dense", "Dropout", "Flatten", "Lambda",
           "Masking", "Permute", "RepeatVector", "Reshape", "SpatialDropout1D", "SpatialDropout2D",
           "SpatialDropout3D"]
