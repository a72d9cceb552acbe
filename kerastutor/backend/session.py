"""Learning phase, and the session. Values live in the variables themselves here, not in a session.

`Session` exists for programs that ask for one: it runs tensors and carries out updates.
"""

import contextlib
import threading
from collections import OrderedDict

from kerastutor.backend import names
from kerastutor.backend.function import Function
from kerastutor.graph import Placeholder, Tensor
from kerastutor.graph.scope import forget_names
from kerastutor.graph.update import Update

_KEPT = 64  # functions that a session remembers
_state = {"session": None, "phase": None, "manual": False}
_defaults = threading.local()  # stack of `with session.as_default()`


class Session:
    """Runs tensors.

    # Arguments
        target, graph, config: taken for TensorFlow's sake and kept as attributes.

    # Example

    ```python
    >>> x = placeholder(())
    >>> float(Session().run(x + 1, {x: 2.}))
    3.0

    ```
    """

    def __init__(self, target="", graph=None, config=None):
        self.target, self.graph, self.config = target, graph, config
        self._functions = OrderedDict()
        self._closed = False

    def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
        """Values of tensors.

        # Arguments
            fetches: tensor or update (which is carried out), or list, tuple or dictionary of such.
            feed_dict: dictionary placeholder -> array.
            options, run_metadata: ignored.

        # Returns
            NumPy arrays in the structure of `fetches`.

        # Raises
            TypeError: for fetches that are neither.
            RuntimeError: after `close()`.
        """
        if self._closed:
            raise RuntimeError("Session: it must be open to run, got a closed one. Make a new one.")
        feed_dict = feed_dict or {}
        leaves = []
        _collect(fetches, leaves)
        key = (tuple(leaves), tuple(feed_dict))
        function = self._functions.pop(key, None)
        if function is None:
            updates = [x for x in leaves if isinstance(x, Update)]
            outputs = [x.value if isinstance(x, Update) else x for x in leaves]
            function = Function(list(feed_dict), outputs, updates, name="session")
        self._functions[key] = function
        while len(self._functions) > _KEPT:
            self._functions.popitem(last=False)
        return _arrange(fetches, iter(function(list(feed_dict.values()))))

    def list_devices(self):
        """Names of the devices that run graphs."""
        return ["/device:CPU:0"]

    def close(self):
        """End the session."""
        self._functions.clear()
        self._closed = True

    @contextlib.contextmanager
    def as_default(self):
        """Make this the session that `K.get_session()` returns inside a `with` block."""
        stack = _default_stack()
        stack.append(self)
        try:
            yield self
        finally:
            stack.remove(self)

    def __enter__(self):
        _default_stack().append(self)
        return self

    def __exit__(self, *error):
        _default_stack().remove(self)
        self.close()


def _default_stack():
    if not hasattr(_defaults, "stack"):
        _defaults.stack = []
    return _defaults.stack


def _collect(fetches, leaves):
    """Append the tensors and updates of a nested structure."""
    if isinstance(fetches, (Tensor, Update)):
        leaves.append(fetches)
    elif isinstance(fetches, dict):
        for item in fetches.values():
            _collect(item, leaves)
    elif isinstance(fetches, (list, tuple)):
        for item in fetches:
            _collect(item, leaves)
    else:
        raise TypeError(f"run: fetches must be tensors or updates, got {fetches!r}.")


def _arrange(fetches, values):
    """Values in the structure of the fetches."""
    if isinstance(fetches, dict):
        return {name: _arrange(item, values) for name, item in fetches.items()}
    if isinstance(fetches, (list, tuple)):
        return [_arrange(item, values) for item in fetches]
    return next(values)


def get_session():
    """The session in use: the innermost `with session`, else the one that was set, else a new one.

    # Returns
        A `Session` (or whatever `set_session` was given).
    """
    stack = _default_stack()
    if stack:
        return stack[-1]
    if _state["session"] is None:
        _state["session"] = Session()
    return _state["session"]


def set_session(session):
    """Set the session that `get_session` returns.

    # Arguments
        session: the session.
    """
    _state["session"] = session


def clear_session():
    """Forget the session, the running numbers of names and the learning phase.

    Models made before stay usable; their memory is freed as soon as nothing refers to them.
    """
    names.reset_uids()
    forget_names()
    _state["session"] = None
    _state["phase"] = None


def manual_variable_initialization(value):
    """Taken for TensorFlow's sake: variables have their values as soon as they are made.

    # Arguments
        value: bool.
    """
    _state["manual"] = bool(value)


def learning_phase():
    """Whether the model is being trained, as a bool scalar that functions are fed (default False).

    # Returns
        Placeholder; or the number 0 or 1 that `set_learning_phase` was given.
    """
    if _state["phase"] is None:
        _state["phase"] = Placeholder((), "bool", name="keras_learning_phase", default=False)
        _state["phase"]._is_learning_phase = True
    return _state["phase"]


def set_learning_phase(value):
    """Fix the learning phase for everything that is built from now on.

    # Arguments
        value: 0 (test) or 1 (train).

    # Raises
        ValueError: for anything else.
    """
    if value not in (0, 1):
        raise ValueError(f"set_learning_phase: value must be 0 or 1, got {value!r}.")
    _state["phase"] = int(value)
