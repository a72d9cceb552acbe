"""Global settings of Keras: float type, fuzz factor, image layout.

The defaults are those of Keras 2.2.4. A `keras.json` in the Keras home folder (`$KERAS_HOME`, else
`~/.keras`) is read when it exists; nothing is ever written.
"""

import json
import os

_FLOATS = ("float16", "float32", "float64")
_LAYOUTS = ("channels_last", "channels_first")
_settings = {
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
    "precise_convolutions": os.environ.get("KERASTUTOR_PRECISE", "0") == "1",
}


def keras_home():
    """Folder of the user's Keras files: `$KERAS_HOME`, else `~/.keras`. It may not exist."""
    return os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")


def floatx():
    """Name of the default float type, for example `'float32'`."""
    return _settings["floatx"]


def set_floatx(floatx):
    """Set the default float type of new variables and placeholders.

    # Arguments
        floatx: `'float16'`, `'float32'` or `'float64'`.

    # Raises
        ValueError: for any other value.
    """
    if floatx not in _FLOATS:
        raise ValueError("floatx must be one of %s, got %r." % (", ".join(_FLOATS), floatx))
    _settings["floatx"] = str(floatx)


def epsilon():
    """The small number that keeps logarithms and divisions finite (1e-7 unless set)."""
    return _settings["epsilon"]


def set_epsilon(e):
    """Set the value that `epsilon()` returns.

    # Arguments
        e: a positive number.
    """
    _settings["epsilon"] = float(e)


def image_data_format():
    """Default layout of images: `'channels_last'` or `'channels_first'`."""
    return _settings["image_data_format"]


def set_image_data_format(data_format):
    """Set the default layout of images.

    # Arguments
        data_format: `'channels_last'` or `'channels_first'`.

    # Raises
        ValueError: for any other value.
    """
    if data_format not in _LAYOUTS:
        raise ValueError(
            "data_format must be one of %s, got %r." % (", ".join(_LAYOUTS), data_format)
        )
    _settings["image_data_format"] = str(data_format)


def precise_convolutions():
    """Whether convolutions are computed without Winograd's method (no unless set)."""
    return _settings["precise_convolutions"]


def set_precise_convolutions(precise):
    """Choose between fast and precise 3 x 3 convolutions in float32.

    By Winograd's method (the default) the largest error of an output or a gradient stays below 1e-4
    of their standard deviation, usually 2e-5; summed up plainly it stays below 1e-5, in about
    twice the time. The environment variable `KERASTUTOR_PRECISE=1` sets it from the start.

    # Arguments
        precise: bool. It holds for models and functions that are first called afterwards.

    # Raises
        ValueError: for anything but True and False.
    """
    if precise not in (True, False):
        raise ValueError("precise must be True or False, got %r." % (precise,))
    _settings["precise_convolutions"] = bool(precise)


def _read_user_file():
    path = os.path.join(keras_home(), "keras.json")
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return
    if not isinstance(found, dict):
        return
    if found.get("floatx") in _FLOATS:
        _settings["floatx"] = found["floatx"]
    if isinstance(found.get("epsilon"), float) and found["epsilon"] > 0:
        _settings["epsilon"] = found["epsilon"]
    if found.get("image_data_format") in _LAYOUTS:
        _settings["image_data_format"] = found["image_data_format"]


_read_user_file()
