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

A package fills its hooks when it is imported: `hooks.register("save_model", save_model)`. A hook
that is called before is filled by importing the package that `_PROVIDERS` names for it.
"""
import importlib

_SAVING = ("save_model", "save_weights", "load_weights", "pickle_model", "unpickle_model")
_PROVIDERS = {"deserialize_layer": "kerastutor.layers",
              **dict.fromkeys(_SAVING, "kerastutor.saving")}
_hooks = {}


def names():
    """Names of all hooks, sorted."""
    return sorted(_PROVIDERS)


def register(name, function):
    """Fill a hook; the last registration counts.

    # Arguments
        name: one of `names()`.
        function: the callable.

    # Raises
        ValueError: for an unknown name.
    """
    if name not in _PROVIDERS:
        raise ValueError(f"hook: name must be one of {', '.join(names())}, got {name!r}.")
    _hooks[name] = function


def call(name, *args, **kwargs):
    """Call the function registered under a name."""
    if name not in _hooks:
        importlib.import_module(_PROVIDERS[name])
    return _hooks[name](*args, **kwargs)
