"""The few functions of higher floors that a model needs: they register here, so that nothing is
imported upward.

| hook                | filled by | called as                                                |
|---------------------|-----------|----------------------------------------------------------|
| `save_model`        | saving    | (model, filepath, overwrite=True, include_optimizer=True) |
| `save_weights`      | saving    | (model, filepath, overwrite=True)                        |
| `load_weights`      | saving    | (model, filepath, by_name, skip_mismatch, reshape)       |
| `pickle_model`      | saving    | (model) -> state                                         |
| `unpickle_model`    | saving    | (state) -> model                                         |
| `deserialize_layer` | layers    | (config, custom_objects=None) -> layer                   |

A package fills its hooks when it is imported: `hooks.register("save_model", save_model)`.
"""

_hooks = {"save_model": None, "save_weights": None, "load_weights": None, "pickle_model": None,
          "unpickle_model": None, "deserialize_layer": None}


def names():
    """Names of all hooks, sorted."""
    return sorted(_hooks)


def register(name, function):
    """Fill a hook; the last registration counts.

    # Arguments
        name: one of `names()`.
        function: the callable.

    # Raises
        ValueError: for an unknown name.
    """
    if name not in _hooks:
        raise ValueError(f"hook: name must be one of {', '.join(names())}, got {name!r}.")
    _hooks[name] = function


def call(name, *args, **kwargs):
    """Call the function registered under a name.

    # Raises
        RuntimeError: when the package that fills the hook was never imported.
    """
    function = _hooks[name]
    if function is None:
        raise RuntimeError(f"hook {name!r} must be filled before it is used, got none. "
                           "Import kerastutor as a whole: `import kerastutor`.")
    return function(*args, **kwargs)
