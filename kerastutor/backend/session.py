"""Learning phase, and the session. Values live in the variables themselves here, not in a session.

`Session` exists for programs that ask for one: it runs tensors and carries out updates. `Operation`
is what it can run besides: a group of updates, or setting variables to their first values. There is
one `Graph`, which holds everything.
"""

import contextlib
import sys
import threading
from collections import OrderedDict

from kerastutor.backend import names
from kerastutor.backend.devices import devices
from kerastutor.backend.function import Function
from kerastutor.graph import Placeholder, Tensor, Variable, topological
from kerastutor.graph.scope import forget_names
from kerastutor.graph.update import Update
from kerastutor.runtime import evaluate

_KEPT = 64  # functions that a session remembers
_state = {"session": None, "phase": None, "manual": False}
_defaults = threading.local()  # stack of `with session.as_default()`


class Graph:
    """Stands for the graph, of which there is one: all tensors live in it, in every thread.

    Programs that serve a model from threads enter it: `with graph.as_default(): model.predict(x)`.
    """

    @contextlib.contextmanager
    def as_default(self):
        """Does nothing: the graph is always the default."""
        yield self

    def finalize(self):
        """Does nothing: later building never changes what is built."""


GRAPH = Graph()


class Operation:
    """Something that a session runs for its effect; its value is None.

    # Arguments
        updates: list of updates that are carried out together.
        initialize: function that gives the variables to be set to their first values (random ones
            are drawn anew), or None.
    """

    def __init__(self, updates=(), initialize=None):
        self.updates = list(updates)
        self.initialize = initialize

    def run(self, feed_dict=None, session=None):
        """Carry it out.

        # Arguments
            feed_dict: dictionary placeholder -> array.
            session: the session to run in; by default the one in use.
        """
        (session or get_session()).run(self, feed_dict)


class Session:
    """Runs tensors.

    # Arguments
        target, graph: taken for TensorFlow's sake and kept as attributes.
        config: object with options. With a true `log_device_placement` the device of every node
            that the session starts to run is written to standard error.

    # Example

    ```python
    >>> x = placeholder(())
    >>> float(Session().run(x + 1, {x: 2.}))
    3.0

    ```
    """

    def __init__(self, target="", graph=None, config=None):
        self.target, self.graph, self.config = target, graph or GRAPH, config
        self._log = bool(getattr(config, "log_device_placement", False))
        self._functions = OrderedDict()
        self._closed = False

    def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
        """Values of tensors.

        # Arguments
            fetches: tensor, update or `Operation` (which are carried out), or list, tuple or
                dictionary of such.
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
        operations = [x for x in leaves if isinstance(x, Operation)]
        leaves = [x for x in leaves if not isinstance(x, Operation)]
        leaves += [u for x in operations for u in x.updates]
        key = (tuple(leaves), tuple(feed_dict))
        function = self._functions.pop(key, None)
        if function is None:
            updates = [x for x in leaves if isinstance(x, Update)]
            outputs = [x.value if isinstance(x, Update) else x for x in leaves]
            function = Function(list(feed_dict), outputs, updates, name="session")
            if self._log:
                _log_devices(function.outputs)
        self._functions[key] = function
        while len(self._functions) > _KEPT:
            self._functions.popitem(last=False)
        values = function(list(feed_dict.values())) if leaves else []
        for operation in operations:
            for variable in operation.initialize() if operation.initialize else ():
                variable.value[...] = evaluate(variable.first)
        return _arrange(fetches, iter(values))

    def list_devices(self):
        """List of the devices that run graphs: texts, with `name` and `device_type`."""
        return devices()

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
    if isinstance(fetches, (Tensor, Update, Operation)):
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
    return None if isinstance(fetches, Operation) else next(values)


def _log_devices(outputs):
    for node in topological(outputs):
        print(f"{node.outputs[0].name.partition(':')[0]}: ({node.op.name}): /device:CPU:0",
              file=sys.stderr)


def _evaluate_in(self, feed_dict=None, session=None):
    """Value of this tensor, as `session.run` gives it."""
    return (session or get_session()).run(self, feed_dict)


def _initializer(self):
    """Operation that sets this variable to its first value; a random one is drawn anew."""
    return Operation(initialize=lambda: [self])


Tensor.eval = _evaluate_in
Variable.initializer = property(_initializer)


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
