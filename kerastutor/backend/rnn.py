"""`K.rnn`: a step function applied along the time axis."""

from kerastutor.backend.arguments import need_rank
from kerastutor.backend.variables import cast
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor
from kerastutor.ops.scan import scan


def rnn(
    step_function,
    inputs,
    initial_states,
    go_backwards=False,
    mask=None,
    constants=None,
    unroll=False,
    input_length=None,
):
    """Apply a step function to every time step, handing states on.

    # Arguments
        step_function: function (input at one step (samples, ...), list of states and constants) ->
            (output (samples, ...), list of new states).
        inputs: tensor of shape (samples, time, ...), of rank 3 or more.
        initial_states: list of tensors.
        go_backwards: whether to start at the last step; outputs are in the order of the
            computation.
        mask: tensor (samples, time) or (samples, time, 1). Where it is 0 the states stay, and the
            output repeats the last one: by contract the first state.
        constants: list of tensors that every step gets behind the states.
        unroll: whether to write the steps out instead of looping; needs a known number of steps.
        input_length: number of steps, where the shape of `inputs` does not tell it.

    # Returns
        (last output (samples, ...), outputs (samples, time, ...), list of last states).

    # Raises
        ValueError: for inputs of less than 3 axes, an unknown number of steps with `unroll`, or a
            mask
            without states.
    """
    inputs = as_tensor(inputs)
    rank = len(inputs.shape)
    if rank < 3:
        raise ValueError(
            "rnn: inputs must have at least 3 axes (samples, time, features), got shape "
            f"{tuple(inputs.shape)}. Add one with K.expand_dims."
        )
    if inputs.shape[1] == 0:
        raise ValueError(
            f"rnn: inputs must have at least 1 time step, got shape {tuple(inputs.shape)}."
        )
    if isinstance(input_length, int) and inputs.shape[1] is None:
        inputs = F.identity(inputs)
        inputs.set_shape((inputs.shape[0], input_length, *inputs.shape[2:]))
    if mask is not None:
        mask = cast(mask, "bool")
        need_rank("rnn", "mask", mask, *range(2, rank + 1))
    states, constants = list(initial_states), list(constants or [])
    run = _unrolled if unroll else _looped
    return run(step_function, inputs, states, mask, constants, go_backwards)


def _choose(mask, new, old):
    """new where the mask of the samples holds, old elsewhere."""
    while len(mask.shape) < len(new.shape):
        mask = F.expand_dims(mask, axis=-1)
    return F.where(mask, new, old)


def _marked(flag, last, outputs, states):
    """The results, marked when a step depends on the learning phase."""
    if flag:
        for x in [last, outputs, *states]:
            x._uses_learning_phase = True
    else:
        last._uses_learning_phase = False
    return last, outputs, states


def _unrolled(step_function, inputs, states, mask, constants, backwards):
    if inputs.shape[1] is None:
        raise ValueError(
            "rnn: the number of time steps must be known to unroll, got shape "
            f"{tuple(inputs.shape)}. Give the layer a full input shape, or use unroll=False."
        )
    order = range(inputs.shape[1])
    outputs, flag = [], False
    for t in reversed(order) if backwards else order:
        output, news = step_function(inputs[:, t], states + constants)
        news = list(news)
        flag = flag or getattr(output, "_uses_learning_phase", False)
        if mask is not None:
            here = mask[:, t]
            output = _choose(here, output, outputs[-1] if outputs else F.zeros_like(output))
            news = [_choose(here, new, old) for new, old in zip(news, states, strict=True)]
        states = news
        outputs.append(output)
    stacked = F.concat(*[F.expand_dims(y, axis=1) for y in outputs], axis=1)
    return _marked(flag, outputs[-1], stacked, states)


def _looped(step_function, inputs, states, mask, constants, backwards):
    if mask is not None and not states:
        raise ValueError(
            "rnn: initial_states must hold at least one state when there is a mask, got none. "
            "By contract the first state is the output of the step before."
        )
    # Called once outside the loop, so that what a cell makes once (its dropout masks) is made there
    # and is the same at every step.
    step_function(inputs[:, 0], states + constants)
    seen = {"flag": False, "output_is_state": False}

    def step(items, held):
        output, news = step_function(items[0], list(held) + constants)
        news = list(news)
        seen["flag"] = getattr(output, "_uses_learning_phase", False)
        seen["output_is_state"] = bool(news) and output is news[0]
        if mask is not None:
            news = [_choose(items[1], new, old) for new, old in zip(news, held, strict=True)]
            output = news[0] if seen["output_is_state"] else _choose(items[1], output, held[0])
        return [output], news

    sequences = [inputs] if mask is None else [inputs, mask]
    [outputs], last_states = scan(step, sequences, states, reverse=backwards, axis=1)
    if backwards:  # the loop leaves its outputs in the order of the inputs
        outputs = F.reverse(outputs, axes=(1,))
    last = F.identity(last_states[0]) if seen["output_is_state"] else outputs[:, -1]
    return _marked(seen["flag"], last, outputs, list(last_states))
