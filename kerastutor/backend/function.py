"""`K.function`, gradients, and printing from inside a graph."""

import numpy as np

from kerastutor import runtime
from kerastutor.graph import F, Tensor
from kerastutor.graph import gradients as symbolic_gradients
from kerastutor.graph.node import as_tensor
from kerastutor.graph.update import Update

_READY = (np.ndarray, float, int, bool, np.float32, runtime.Rows)


class Function(runtime.Function):
    """Callable that computes tensors from fed values and then stores updates.

    # Arguments
        inputs: list of placeholders (or other tensors, whose value is then given instead of
            computed).
        outputs: list of tensors to compute.
        updates: list of updates, or of (variable, new value) pairs. All see the old values.
        name: its name, for messages.
        feed_dict: dictionary tensor -> array of further inputs; each call reads its arrays anew.
        fetches: further tensors or updates to compute; their values are not returned.
        options, run_metadata: taken and ignored (TensorFlow's run options).

    # Raises
        TypeError: when inputs, outputs or updates are no lists, or do not hold what they should.
        ValueError: for unknown keyword arguments.
    """

    def __init__(self, inputs, outputs, updates=None, name=None, **session_kwargs):
        updates = [] if updates is None else updates
        for what, given in (("inputs", inputs), ("outputs", outputs), ("updates", updates)):
            if not isinstance(given, (list, tuple)):
                raise TypeError(
                    f"function: {what} must be a list or tuple, got {type(given).__name__}. "
                    "Write [x] for one."
                )
        for i, x in enumerate(inputs):
            if not isinstance(x, Tensor):
                raise TypeError(
                    f"function: inputs[{i}] must be a placeholder, got {x!r}. (After "
                    "K.set_learning_phase the phase is a number: leave it out.)"
                )
        for i, x in enumerate(outputs):
            if not isinstance(x, (Tensor, Update)):
                raise TypeError(
                    f"function: outputs[{i}] must be a tensor, got {type(x).__name__}."
                )
        updates = [_as_update(i, u) for i, u in enumerate(updates)]
        self.feed_dict = session_kwargs.pop("feed_dict", None) or {}     # may change between calls
        fetches = session_kwargs.pop("fetches", None) or []
        self.fetches = list(fetches) if isinstance(fetches, (list, tuple)) else [fetches]
        order = session_kwargs.pop("_order", None)       # of a model that knows its graph
        self.run_options = session_kwargs.pop("options", None)
        self.run_metadata = session_kwargs.pop("run_metadata", None)
        if session_kwargs:
            raise ValueError(
                "function: keyword arguments must be among feed_dict, fetches, options and "
                f"run_metadata, got {sorted(session_kwargs)}."
            )
        extra = [x for x in self.fetches if not isinstance(x, Update)]
        updates += [x for x in self.fetches if isinstance(x, Update)]
        self._count = len(inputs)
        self._wanted = len(outputs)
        self._special = bool(self.feed_dict or extra) or any(
            getattr(x, "sparse", False) for x in inputs
        )
        self._partial = {}
        self._phase_input = next((x for x in inputs if hasattr(x, "_is_learning_phase")), None)
        every = list(inputs) + list(self.feed_dict)
        super().__init__(every, list(outputs) + extra, updates, name, phase=self._phase_input,
                         order=None if self.fetches else order)

    def __call__(self, inputs):
        """Run.

        # Arguments
            inputs: list of arrays, one per input. None leaves an input unfed (it needs a default,
                or
                nothing may depend on it); a tensor is computed first.

        # Returns
            List of NumPy arrays, one per output.

        # Raises
            TypeError, ValueError: when the values do not fit, naming the input and both shapes.
        """
        if type(inputs) is not list and not isinstance(inputs, (list, tuple)):
            raise TypeError(
                f"{self.name}: inputs must be a list or tuple of arrays, got "
                f"{type(inputs).__name__}."
            )
        if not self._special:
            for value in inputs:
                if type(value) not in _READY:
                    break
            else:
                if len(inputs) == self._count:
                    return super().__call__(inputs)
        return self._call_special(list(inputs))

    def _call_special(self, values):
        """Run with values that need work first: tensors, sparse matrices, None, left-out ones."""
        if len(values) < self._count and all(
            getattr(x, "default", None) is not None for x in self.inputs[len(values) : self._count]
        ):
            values += [None] * (self._count - len(values))
        if len(values) != self._count:
            names = ", ".join(x.name for x in self.inputs[: self._count])
            raise ValueError(
                f"{self.name}: inputs must hold {self._count} arrays (for {names}), "
                f"got {len(values)}."
            )
        symbolic = [i for i, v in enumerate(values) if isinstance(v, Tensor)]
        if symbolic:
            for i, array in zip(
                symbolic, runtime.Function([], [values[i] for i in symbolic])([]), strict=True
            ):
                values[i] = array
        values = [v.toarray() if hasattr(v, "tocoo") else v for v in values]
        values += [self.feed_dict[x] for x in self.feed_dict]
        if any(v is None for v in values):
            fed = tuple(v is not None for v in values)
            if fed not in self._partial:
                kept = [x for x, keep in zip(self.inputs, fed, strict=True) if keep]
                phase = self._phase_input if self._phase_input in kept else None
                self._partial[fed] = runtime.Function(
                    kept, self.outputs, self.updates, self.name, phase=phase
                )
            results = self._partial[fed]([v for v in values if v is not None])
        else:
            results = super().__call__(values)
        return results[: self._wanted]


def _as_update(i, given):
    if isinstance(given, Update):
        return given
    if isinstance(given, (list, tuple)) and len(given) == 2:
        x, value = given
        return Update(x, as_tensor(value, getattr(x, "dtype", None)))
    raise TypeError(
        f"function: updates[{i}] must be a K.update or a (variable, new value) pair, "
        f"got {type(given).__name__}."
    )


def function(inputs, outputs, updates=None, **kwargs):
    """Make a callable that computes tensors.

    # Arguments
        inputs: list of placeholders.
        outputs: list of tensors.
        updates: list of updates (`K.update`), or of (variable, new value) pairs.
        kwargs: `name`, `feed_dict`, `fetches`, `options`, `run_metadata`; see `K.Function`.

    # Returns
        A `K.Function`: takes a list of arrays and returns a list of arrays.

    # Raises
        TypeError, ValueError: for wrong arguments.

    # Example

    ```python
    >>> x = placeholder((None, 2))
    >>> f = function([x], [x * 2])
    >>> f([np.ones((1, 2))])
    [array([[2., 2.]], dtype=float32)]

    ```
    """
    return Function(inputs, outputs, updates=updates, **kwargs)


def gradients(loss, variables):
    """Gradients of a loss.

    # Arguments
        loss: tensor (the gradient is that of the sum of its elements), or a list of them.
        variables: list of tensors, or one.

    # Returns
        List with one tensor per variable, of its shape; None where the loss does not depend on it.
        The gradients are tensors like all others: their gradients can be taken too.

    # Example

    ```python
    >>> x = variable(3.)
    >>> dy, = gradients(x * x, [x])
    >>> float(eval(dy)), float(eval(gradients(dy, [x])[0]))
    (6.0, 2.0)

    ```
    """
    variables = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    for what, given in [("loss", x) for x in losses] + [("variables", x) for x in variables]:
        if not isinstance(given, Tensor):
            raise TypeError(f"gradients: {what} must hold tensors, got {type(given).__name__}.")
    if len(losses) == 1:
        return symbolic_gradients(losses[0], variables)
    total = F.sum(losses[0])
    for x in losses[1:]:
        total = F.add(total, F.sum(x))
    return symbolic_gradients(total, variables)


def stop_gradient(variables):
    """Tensors that count as constants when gradients are taken.

    # Arguments
        variables: tensor, or list of tensors.

    # Returns
        The same values: one tensor, or a list.
    """
    if isinstance(variables, (list, tuple)):
        return [F.stop_gradient(x) for x in variables]
    return F.stop_gradient(variables)


def print_tensor(x, message=""):
    """The tensor itself; its value is written to standard error each time it is computed.

    # Arguments
        x: tensor.
        message: text to write in front of the value.

    # Returns
        The same tensor. Use the result, or nothing is printed.
    """
    return F.print(x, message=str(message))
