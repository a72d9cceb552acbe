"""Image files, Pillow images and arrays."""

import warnings

import numpy as np

from kerastutor import config

COLOR_MODES = {"grayscale": ("L", 1), "rgb": ("RGB", 3), "rgba": ("RGBA", 4)}
INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")


def data_format_or_default(name, data_format):
    """Checks a data format; None means the one of the settings."""
    if data_format is None:
        return config.image_data_format()
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"{name}: data_format must be 'channels_first' or 'channels_last', got "
                         f"{data_format!r}. Use one of these two.")
    return data_format


def array_to_img(x, data_format=None, scale=True, dtype=None):
    """Turns an array into a Pillow image.

    # Arguments
        x: Array of three axes, one image with 1 (gray), 3 (RGB) or 4 (RGBA) channels.
        data_format: `'channels_last'` or `'channels_first'`; None: the default of the settings.
        scale: Whether values are stretched so that the largest becomes 255 (a negative smallest
            one becomes 0 first). Without it they are cut to whole numbers as they are.
        dtype: Float type to compute in; None: `floatx`.

    # Returns
        A Pillow image.

    # Raises
        ValueError: for another number of axes or channels.
    """
    from PIL import Image

    data_format = data_format_or_default("array_to_img", data_format)
    x = np.asarray(x, dtype=dtype or config.floatx())
    if x.ndim != 3:
        raise ValueError("array_to_img: x must have three axes (one image), got shape "
                         f"{x.shape}. Pass one image, with an axis of channels.")
    if data_format == "channels_first":
        x = x.transpose(1, 2, 0)
    if x.shape[2] not in (1, 3, 4):
        raise ValueError("array_to_img: x must have 1, 3 or 4 channels, got shape "
                         f"{x.shape} (channels last). Check data_format.")
    if scale:
        x = x + max(-np.min(x), 0)
        largest = np.max(x)
        if largest != 0:
            x /= largest
        x *= 255
    return Image.fromarray((x[:, :, 0] if x.shape[2] == 1 else x).astype("uint8"))


def img_to_array(img, data_format=None, dtype=None):
    """Turns a Pillow image into an array.

    # Arguments
        img: Pillow image (or array of two or three axes, channels last).
        data_format: Layout of the result; None: the default of the settings.
        dtype: Type of the result; None: `floatx`.

    # Returns
        Array of three axes, values 0 to 255 for the usual images.

    # Raises
        ValueError: for another number of axes.
    """
    data_format = data_format_or_default("img_to_array", data_format)
    x = np.asarray(img, dtype=dtype or config.floatx())
    if x.ndim not in (2, 3):
        raise ValueError("img_to_array: img must have two or three axes, got shape "
                         f"{x.shape}. Pass one image.")
    if x.ndim == 2:
        x = x[:, :, np.newaxis]
    return x.transpose(2, 0, 1) if data_format == "channels_first" else x


def save_img(path, x, data_format=None, file_format=None, scale=True, **kwargs):
    """Writes an array as an image file.

    # Arguments
        path: Path, or file object (then give `file_format`).
        x: Array of three axes.
        data_format: Layout of `x`; None: the default of the settings.
        file_format: Name of the format; None: by the ending of `path`.
        scale: Whether values are stretched to 0...255, see `array_to_img`.
        **kwargs: For Pillow's `Image.save`.
    """
    img = array_to_img(x, data_format=data_format, scale=scale)
    if img.mode == "RGBA" and file_format in ("jpg", "jpeg"):
        warnings.warn("save_img: JPEG files have no alpha channel; the image is saved as RGB.",
                      stacklevel=2)
        img = img.convert("RGB")
    img.save(path, format="jpeg" if file_format == "jpg" else file_format, **kwargs)


def load_img(path, grayscale=False, color_mode="rgb", target_size=None, interpolation="nearest"):
    """Reads an image file.

    # Arguments
        path: Path, or file object.
        grayscale: The older way to say `color_mode='grayscale'`.
        color_mode: `'grayscale'`, `'rgb'` or `'rgba'`; the image is converted to it.
        target_size: `(height, width)` to resize to; None keeps the size.
        interpolation: How to resize: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`, `'box'`
            or `'lanczos'`.

    # Returns
        A Pillow image, wholly in memory (the file is closed).

    # Raises
        ValueError: for another color mode, or another interpolation when it is needed.
    """
    from PIL import Image

    if grayscale is True:
        warnings.warn("load_img: grayscale=True is written color_mode='grayscale' now.",
                      stacklevel=2)
        color_mode = "grayscale"
    if color_mode not in COLOR_MODES:
        raise ValueError(f"load_img: color_mode must be one of {', '.join(COLOR_MODES)}, got "
                         f"{color_mode!r}. Use one of these.")
    with Image.open(path) as file:
        img = file.convert(COLOR_MODES[color_mode][0])
    if target_size is None or img.size == (target_size[1], target_size[0]):
        return img
    if interpolation not in INTERPOLATIONS:
        raise ValueError(f"load_img: interpolation must be one of {', '.join(INTERPOLATIONS)}, "
                         f"got {interpolation!r}. Use one of these.")
    method = getattr(Image.Resampling, interpolation.upper())
    return img.resize((target_size[1], target_size[0]), method)
