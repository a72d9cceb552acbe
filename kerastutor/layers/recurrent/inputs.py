"""What recurrent layers are called with: the sequence, first states and constants."""
from kerastutor import backend as K


def split_inputs(inputs, initial_state, constants, num_constants):
    """(input tensor, list of states or None, list of constants or None).

    A model that was loaded calls the layer on one list [inputs, states ..., constants ...].
    """
    if isinstance(inputs, list):
        if initial_state is not None or constants is not None:
            raise ValueError("RNN: inputs must be one tensor when initial_state or constants are "
                             f"given, got a list of {len(inputs)}. Pass them one way only.")
        if num_constants:
            constants = inputs[-num_constants:]
            inputs = inputs[:-num_constants]
        initial_state = inputs[1:] or None
        inputs = inputs[0]
    return inputs, _as_list(initial_state), _as_list(constants)


def join_inputs(name, inputs, initial_state, constants):
    """What a layer is called with: (inputs, keyword arguments).

    Keras tensors become inputs, so that a model knows about the connection; others stay arguments.

    # Raises
        ValueError: for a mix of both.
    """
    extra = (initial_state or []) + (constants or [])
    kinds = {K.is_keras_tensor(x) for x in extra}
    if len(kinds) > 1:
        raise ValueError(f"{name}: initial_state and constants must be either all Keras tensors "
                         "(made by Input or a layer) or all not, got a mix. "
                         "Wrap the others in Lambda layers.")
    if kinds == {True}:
        return [inputs, *extra], {}
    given = {"initial_state": initial_state, "constants": constants}
    return inputs, {key: value for key, value in given.items() if value is not None}


def _as_list(x):
    if x is None or isinstance(x, list):
        return x
    return list(x) if isinstance(x, tuple) else [x]
