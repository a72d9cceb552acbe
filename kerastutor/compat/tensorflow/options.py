"""Options of sessions: `ConfigProto` and its `gpu_options`.

They are kept and can be read back. What they steer in TensorFlow 1 has no counterpart here (memory
is taken as needed), except `log_device_placement`, which `Session` follows.
"""


class Options:
    """Named options with default values; other names raise.

    # Raises
        AttributeError: for an option that does not exist (ValueError in the constructor).
        TypeError: for a value of the wrong type.
    """

    fields = {}

    def __init__(self, **options):
        for name, default in self.fields.items():
            self.__dict__[name] = default() if callable(default) else default
        for name, value in options.items():
            if name not in self.fields:
                raise ValueError(f"{type(self).__name__}: options must be among "
                                 f"{', '.join(self.fields)}, got {name!r}. Check its spelling.")
            setattr(self, name, value)

    def __setattr__(self, name, value):
        if name not in self.fields:
            raise AttributeError(f"{type(self).__name__}: options must be among "
                                 f"{', '.join(self.fields)}, got {name!r}. Check its spelling.")
        wanted = type(getattr(self, name))
        if wanted is float and isinstance(value, int):
            value = float(value)
        if not isinstance(value, wanted):
            raise TypeError(f"{type(self).__name__}: {name} must be of type {wanted.__name__}, "
                            f"got {value!r}.")
        self.__dict__[name] = value

    def __repr__(self):
        changed = {k: v for k, v in self.__dict__.items() if v != self._default(k)}
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in changed.items())})"

    def __eq__(self, other):
        return type(other) is type(self) and other.__dict__ == self.__dict__

    __hash__ = None

    def _default(self, name):
        default = self.fields[name]
        return default() if callable(default) else default


class GPUOptions(Options):
    """How GPU memory is to be used; kept, without effect."""

    fields = {"allow_growth": False, "per_process_gpu_memory_fraction": 0.0, "allocator_type": "",
              "deferred_deletion_bytes": 0, "visible_device_list": "",
              "force_gpu_compatible": False}


class OptimizerOptions(Options):
    """How graphs are to be optimised; kept, without effect."""

    L1, L0, DEFAULT, OFF, ON_1, ON_2 = 0, -1, 0, -1, 1, 2
    fields = {"opt_level": 0, "global_jit_level": 0, "do_constant_folding": False,
              "do_function_inlining": False, "do_common_subexpression_elimination": False}


class GraphOptions(Options):
    """Options of graphs; kept, without effect."""

    fields = {"optimizer_options": OptimizerOptions, "enable_recv_scheduling": False,
              "infer_shapes": False}


class ConfigProto(Options):
    """Options of a session.

    # Example

    ```python
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    K.set_session(tf.Session(config=config))
    ```
    """

    fields = {"device_count": dict, "intra_op_parallelism_threads": 0,
              "inter_op_parallelism_threads": 0, "use_per_session_threads": False,
              "log_device_placement": False, "allow_soft_placement": False,
              "operation_timeout_in_ms": 0, "gpu_options": GPUOptions,
              "graph_options": GraphOptions}
