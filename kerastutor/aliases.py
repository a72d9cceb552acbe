"""Module paths of Keras 2.2.4, and `install_as_keras`.

`ALIASES` is the one table of module paths that are no files of ours: each maps to the module that
holds the code, or to the names that it gathers from several modules. A meta-path finder serves them
below `kerastutor.` and, after `install_as_keras()`, serves everything below `keras.` too: the same
module objects under a second name, never copies.
"""

import importlib
import importlib.machinery
import importlib.util
import sys
import types
import warnings

ALIASES = {
    "objectives": "losses",
    "backend.tensorflow_backend": "backend",
    "engine.topology": {
        "engine.base_layer": ["InputSpec", "Layer", "Node"],
        "engine.input_layer": ["Input", "InputLayer"],
        "engine.network": ["Network"],
        "utils.layer_utils": ["get_source_inputs"],
    },
    "engine.saving": {
        "saving": ["load_attributes_from_hdf5_group", "load_model", "load_weights_from_hdf5_group",
                   "load_weights_from_hdf5_group_by_name", "model_from_config", "model_from_json",
                   "model_from_yaml", "pickle_model", "preprocess_weights_for_loading",
                   "save_attributes_to_hdf5_group", "save_model", "save_weights_to_hdf5_group",
                   "unpickle_model"],
    },
    "applications.mobilenetv2": {
        "applications.mobilenet_v2": ["MobileNetV2", "decode_predictions", "preprocess_input"],
        "applications": ["keras_modules_injection"],
    },
    "experimental": {
        "saving.saved_model": ["export_saved_model", "load_from_saved_model"],
    },
    "utils.multi_gpu_utils": "parallel",
    "utils.test_utils": "legacy.test_utils",
    "utils.visualize_util": "utils.vis_utils",          # its path in Keras 1
}

_HOME = __name__.partition(".")[0]
_TENSORFLOW = f"{_HOME}.compat.tensorflow"


class _Finder:
    """Finds alias modules below `kerastutor`, and every module below an installed second name."""

    def __init__(self):
        self.second_names = {}              # second name -> the module that it stands for

    def real_name(self, fullname):
        """The name of ours that a second name stands for, or None."""
        prefix = fullname
        while prefix:
            if prefix in self.second_names:
                return self.second_names[prefix] + fullname[len(prefix):]
            prefix = prefix.rpartition(".")[0]
        return None

    def find_spec(self, fullname, path=None, target=None):
        root, _, rest = fullname.partition(".")
        real = self.real_name(fullname)
        if root == _HOME and rest in ALIASES:
            loader = _Gatherer(ALIASES[rest])
        elif real is not None:
            if real not in sys.modules and importlib.util.find_spec(real) is None:
                return None
            loader = _Twin(real)
        else:
            return None
        return importlib.machinery.ModuleSpec(fullname, loader, origin=_HOME)


class _Twin:
    """Loads a module by handing out the one that already lives under another name."""

    def __init__(self, real):
        self.real = real

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        sys.modules[module.__spec__.name] = importlib.import_module(self.real)


class _Gatherer(_Twin):
    """Loads an alias of one module, or a module that gathers names of several."""

    def __init__(self, sources):
        super().__init__(f"{_HOME}.{sources}")
        self.sources = sources

    def exec_module(self, module):
        if isinstance(self.sources, str):
            super().exec_module(module)
            return
        module.__doc__ = f"Names of Keras 2.2.4 gathered from {', '.join(self.sources)}."
        for source, names in self.sources.items():
            home = importlib.import_module(f"{_HOME}.{source}")
            for name in names:
                setattr(module, name, getattr(home, name))
        module.__all__ = sorted(name for names in self.sources.values() for name in names)


_finder = _Finder()


def register_aliases():
    """Makes the paths of `ALIASES` importable below `kerastutor`; a second call does nothing."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def link_aliases():
    """Sets aliases of loaded modules as attributes too: `K.tensorflow_backend` after an import."""
    for path, source in ALIASES.items():
        if isinstance(source, str) and f"{_HOME}.{source}" in sys.modules:
            parent, _, name = f"{_HOME}.{path}".rpartition(".")
            setattr(sys.modules[parent], name, sys.modules[f"{_HOME}.{source}"])


def install_as_keras(tensorflow=False):
    """Puts this package under the name `keras`, so that programs written for Keras 2 run unchanged.

    Afterwards `import keras`, `from keras.layers import Dense` and every other path of Keras 2.2.4
    give the very modules of kerastutor. A second call does nothing.

    # Arguments
        tensorflow: Whether `import tensorflow` is served too: by `kerastutor.compat.tensorflow`,
            the part of TensorFlow 1 that programs around Keras use. An installed TensorFlow is
            hidden then, for this process, with a warning.

    # Raises
        ImportError: when another Keras, or TensorFlow, is already loaded in this process.

    # Example

    ```python
    import kerastutor
    kerastutor.install_as_keras()

    from keras.models import Sequential
    from keras.layers import Dense
    ```
    """
    _refuse_loaded("keras", "Keras", _HOME)
    register_aliases()
    if tensorflow:
        _refuse_loaded("tensorflow", "TensorFlow", _TENSORFLOW)
        if "tensorflow" not in _finder.second_names:
            _warn_if_installed()
        _finder.second_names |= {"tensorflow": _TENSORFLOW, "tensorflow.keras": _HOME,
                                 "tensorflow.python.keras": _HOME}
        importlib.import_module("tensorflow")
    _finder.second_names["keras"] = _HOME
    importlib.import_module("keras")


def _refuse_loaded(name, label, real):
    """Raise when another package is loaded under a name."""
    loaded = sys.modules.get(name)
    if loaded is not None and loaded is not sys.modules.get(real):
        raise ImportError(f"install_as_keras: no other {label} may be loaded in this process, got "
                          f"the one from {_where(loaded)}. Restart Python (or the notebook's "
                          f"kernel) and call install_as_keras() before the first `import {name}`.")


def _warn_if_installed():
    """An installed TensorFlow is never hidden silently."""
    spec = importlib.machinery.PathFinder.find_spec("tensorflow")
    if spec is not None:
        warnings.warn(f"install_as_keras: `import tensorflow` gives kerastutor's stand-in from now "
                      f"on; the TensorFlow installed in {spec.origin} is hidden in this process.",
                      stacklevel=3)


def _where(module):
    if isinstance(module, types.ModuleType):
        return getattr(module, "__file__", None) or "an unknown place"
    return repr(module)
