"""Recurrent layers over whole sequences, each as one operation: additions to Keras's functions.

They do what `rnn` does with the cell's steps, several times faster. `SEQUENCE_ACTIVATIONS` names
the activations that they know.
"""

import numpy as np

from kerastutor.backend.arguments import need_rank
from kerastutor.backend.variables import cast
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor

SEQUENCE_ACTIVATIONS = ("tanh", "sigmoid", "hard_sigmoid", "relu", "linear")


def simple_rnn_sequence(
    inputs,
    initial_states,
    kernel,
    recurrent_kernel,
    bias=None,
    mask=None,
    activation="tanh",
    go_backwards=False,
):
    """h' = activation(dot(x, kernel) + dot(h, recurrent_kernel) + bias), over all time steps.

    # Arguments
        inputs: tensor (samples, time, features).
        initial_states: list with the first h (samples, units).
        kernel: tensor (features, units).
        recurrent_kernel: tensor (units, units).
        bias: tensor (units,), or None.
        mask: tensor (samples, time) or (samples, time, 1), or None. Where it is 0 the state stays,
            and the output repeats it.
        activation: one of `SEQUENCE_ACTIVATIONS`.
        go_backwards: whether to start at the last step; outputs are in the order of the
            computation.

    # Returns
        (last output (samples, units), outputs (samples, time, units), list of last states).

    # Raises
        ValueError, TypeError: for shapes, types or activations that do not fit.
    """
    return _run("simple_rnn_sequence", inputs, initial_states, kernel, recurrent_kernel, bias,
                mask, {"activation": activation, "reverse": bool(go_backwards)})


def lstm_sequence(
    inputs,
    initial_states,
    kernel,
    recurrent_kernel,
    bias=None,
    mask=None,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    go_backwards=False,
):
    """Long short-term memory over all time steps, gates in the order i, f, c, o.

    # Arguments
        inputs: tensor (samples, time, features).
        initial_states: list with the first h and c (samples, units).
        kernel: tensor (features, 4 * units).
        recurrent_kernel: tensor (units, 4 * units).
        bias: tensor (4 * units,), or None.
        mask: tensor (samples, time) or (samples, time, 1), or None. Where it is 0 the states stay,
            and the output repeats h.
        activation: activation of the candidate and of the output: one of `SEQUENCE_ACTIVATIONS`.
        recurrent_activation: activation of the gates, likewise.
        go_backwards: whether to start at the last step; outputs are in the order of the
            computation.

    # Returns
        (last output (samples, units), outputs (samples, time, units), list of last states).

    # Raises
        ValueError, TypeError: for shapes, types or activations that do not fit.
    """
    return _run("lstm_sequence", inputs, initial_states, kernel, recurrent_kernel, bias, mask,
                {"activation": activation, "recurrent_activation": recurrent_activation,
                 "reverse": bool(go_backwards)})


def gru_sequence(
    inputs,
    initial_states,
    kernel,
    recurrent_kernel,
    bias=None,
    mask=None,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    go_backwards=False,
    reset_after=False,
):
    """Gated recurrent unit over all time steps, gates in the order z, r, h.

    # Arguments
        inputs: tensor (samples, time, features).
        initial_states: list with the first h (samples, units).
        kernel: tensor (features, 3 * units).
        recurrent_kernel: tensor (units, 3 * units).
        bias: tensor (3 * units,), with `reset_after` (2, 3 * units): for inputs, for the state; or
            None.
        mask: tensor (samples, time) or (samples, time, 1), or None. Where it is 0 the state stays,
            and the output repeats it.
        activation: activation of the candidate: one of `SEQUENCE_ACTIVATIONS`.
        recurrent_activation: activation of the gates, likewise.
        go_backwards: whether to start at the last step; outputs are in the order of the
            computation.
        reset_after: whether the reset gate acts after the product with the recurrent kernel.

    # Returns
        (last output (samples, units), outputs (samples, time, units), list of last states).

    # Raises
        ValueError, TypeError: for shapes, types or activations that do not fit.
    """
    return _run("gru_sequence", inputs, initial_states, kernel, recurrent_kernel, bias, mask,
                {"activation": activation, "recurrent_activation": recurrent_activation,
                 "reverse": bool(go_backwards), "reset_after": bool(reset_after)})


def _run(name, inputs, initial_states, kernel, recurrent_kernel, bias, mask, attrs):
    inputs = as_tensor(inputs)
    need_rank(name, "inputs", inputs, 3)
    if inputs.shape[1] == 0:
        raise ValueError(
            f"{name}: inputs must have at least 1 time step, got shape {tuple(inputs.shape)}."
        )
    if bias is None:
        width = kernel.shape[1]
        bias = np.zeros((2, width) if attrs.get("reset_after") else (width,), inputs.dtype)
    tensors = [inputs, *initial_states, kernel, recurrent_kernel, bias]
    if mask is not None:
        mask = cast(mask, "bool")
        need_rank(name, "mask", mask, 2, 3)
        tensors.append(mask if len(mask.shape) == 2 else F.squeeze(mask, axes=(2,)))
    outputs, *others = getattr(F, name)(*tensors, **attrs)
    states = others[: len(initial_states)]
    last = F.identity(states[0])
    last._uses_learning_phase = False
    return last, outputs, states
