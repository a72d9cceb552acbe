"""Kernels: compiled loops over arrays. Arrays in, arrays out; no graph.

`kernels[name]` is the table of all of them. Importing this package compiles nothing.
"""
from kerastutor.kernels import (  # noqa: F401  (register their kernels)
    batch_norm,
    broad,
    conv,
    depthwise,
    direct,
    elementwise,
    gather,
    gemm,
    image,
    loop,
    movement,
    pool,
    product,
    random,
    reduce,
    rnn,
    rnn_gru,
    rnn_lstm,
    rnn_table,
    softmax,
    statistics,
    thin,
    updates,
    winograd,
    winograd_grad,
)
from kerastutor.kernels.jit import kernels
from kerastutor.kernels.warm import warm

__all__ = ["kernels", "warm"]
