"""Transformations of single images: `apply_*` do what they are told, `random_*` draw it first.

Random numbers come from `np.random`, in the order of Keras 2.2.4: the same seed gives the same
images. Pixels are interpolated linearly. The four geometric `random_*` functions turn, shear and
zoom around the middle of axes 0 and 1, as in 2.2.4, where `row_axis` and `col_axis` only
choose the sizes that a shift is a part of; `apply_affine_transform` has the axes to say.
"""

import numpy as np

from kerastutor.preprocessing.image.files import array_to_img, img_to_array


def random_rotation(x, rg, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest",
                    cval=0.0):
    """Rotates an image by a random angle.

    # Arguments
        x: Array of three axes.
        rg: Largest angle, in degrees.
        row_axis, col_axis, channel_axis: Positions of rows, columns and channels.
        fill_mode, cval: What lies outside of the image, see `apply_affine_transform`.

    # Returns
        The rotated image, of the same shape.
    """
    theta = np.random.uniform(-rg, rg)
    return apply_affine_transform(x, theta=theta, channel_axis=channel_axis,
                                  fill_mode=fill_mode, cval=cval)


def random_shift(x, wrg, hrg, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest",
                 cval=0.0):
    """Shifts an image by random amounts.

    # Arguments
        x: Array of three axes.
        wrg: Largest shift to the side, as a part of the width.
        hrg: Largest shift up or down, as a part of the height.
        row_axis, col_axis, channel_axis: Positions of rows, columns and channels.
        fill_mode, cval: What lies outside of the image, see `apply_affine_transform`.

    # Returns
        The shifted image, of the same shape.
    """
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    return apply_affine_transform(x, tx=tx, ty=ty, channel_axis=channel_axis,
                                  fill_mode=fill_mode, cval=cval)


def random_shear(x, intensity, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest",
                 cval=0.0):
    """Shears an image by a random angle.

    # Arguments
        x: Array of three axes.
        intensity: Largest angle, in degrees.
        row_axis, col_axis, channel_axis: Positions of rows, columns and channels.
        fill_mode, cval: What lies outside of the image, see `apply_affine_transform`.

    # Returns
        The sheared image, of the same shape.
    """
    shear = np.random.uniform(-intensity, intensity)
    return apply_affine_transform(x, shear=shear, channel_axis=channel_axis,
                                  fill_mode=fill_mode, cval=cval)


def random_zoom(x, zoom_range, row_axis=1, col_axis=2, channel_axis=0, fill_mode="nearest",
                cval=0.0):
    """Zooms an image by random factors, one for each direction.

    # Arguments
        x: Array of three axes.
        zoom_range: Smallest and largest factor; below 1 the image grows.
        row_axis, col_axis, channel_axis: Positions of rows, columns and channels.
        fill_mode, cval: What lies outside of the image, see `apply_affine_transform`.

    # Returns
        The zoomed image, of the same shape.

    # Raises
        ValueError: when `zoom_range` is no pair.
    """
    low, high = pair("random_zoom", "zoom_range", zoom_range)
    zx, zy = (1, 1) if low == high == 1 else np.random.uniform(low, high, 2)
    return apply_affine_transform(x, zx=zx, zy=zy, channel_axis=channel_axis,
                                  fill_mode=fill_mode, cval=cval)


def pair(name, what, values):
    """Checks that an argument is a range: two numbers."""
    if np.ndim(values) != 1 or len(values) != 2:
        raise ValueError(f"{name}: {what} must be two numbers, got {values!r}. "
                         f"Write {what}=(low, high).")
    return values


def apply_channel_shift(x, intensity, channel_axis=0):
    """Adds a number to all values; they stay between the smallest and the largest of the image.

    # Arguments
        x: Array of three axes.
        intensity: What to add.
        channel_axis: Position of the channels (all get the same).

    # Returns
        The changed image.
    """
    return np.clip(x + intensity, np.min(x), np.max(x))


def random_channel_shift(x, intensity_range, channel_axis=0):
    """Adds a random number from -`intensity_range` to `intensity_range`: `apply_channel_shift`."""
    intensity = np.random.uniform(-intensity_range, intensity_range)
    return apply_channel_shift(x, intensity, channel_axis=channel_axis)


def apply_brightness_shift(x, brightness, *, data_format="channels_last"):
    """Makes an image darker or lighter.

    As in Keras 2.2.4 the image is first stretched to values up to 255.

    # Arguments
        x: Array of three axes.
        brightness: Factor; 0 gives black, 1 changes nothing.
        data_format: Layout of `x` and of the result.

    # Returns
        The changed image, values 0 to 255.
    """
    from PIL import ImageEnhance

    img = array_to_img(x, data_format=data_format)
    img = ImageEnhance.Brightness(img).enhance(brightness)
    return img_to_array(img, data_format=data_format)


def random_brightness(x, brightness_range):
    """Makes an image (channels last) darker or lighter by a random factor.

    # Arguments
        x: Array of three axes.
        brightness_range: Smallest and largest factor.

    # Returns
        The changed image, see `apply_brightness_shift`.

    # Raises
        ValueError: when `brightness_range` is no pair.
    """
    low, high = pair("random_brightness", "brightness_range", brightness_range)
    return apply_brightness_shift(x, np.random.uniform(low, high))


def apply_affine_transform(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, row_axis=0, col_axis=1,
                           channel_axis=2, fill_mode="nearest", cval=0.0):
    """Rotates, shifts, shears and zooms an image, in one step.

    # Arguments
        x: Array of three axes.
        theta: Angle of rotation, in degrees.
        tx: Shift along the rows axis, in pixels.
        ty: Shift along the columns axis, in pixels.
        shear: Angle of shear, in degrees.
        zx: Zoom along the rows axis; below 1 the image grows.
        zy: Zoom along the columns axis.
        row_axis, col_axis, channel_axis: Positions of rows, columns and channels.
        fill_mode: What lies outside of the image: `'nearest'` (its edge), `'constant'` (`cval`),
            `'reflect'` or `'wrap'`.
        cval: Value outside of the image for `fill_mode='constant'`.

    # Returns
        The changed image, of the same shape; `x` itself when there is nothing to do.
    """
    matrix = _affine_matrix(theta, tx, ty, shear, zx, zy)
    if matrix is None:
        return x
    from scipy.ndimage import affine_transform

    matrix = _around_middle(matrix, x.shape[row_axis], x.shape[col_axis])
    channels = np.moveaxis(x, channel_axis, 0)
    result = np.empty(channels.shape, x.dtype)
    for channel, out in zip(channels, result):
        affine_transform(channel, matrix[:2, :2], matrix[:2, 2], output=out, order=1,
                         mode=fill_mode, cval=cval)
    return np.moveaxis(result, 0, channel_axis)


def _affine_matrix(theta, tx, ty, shear, zx, zy):
    """Matrix from places in the result to places in the image; None when nothing changes."""
    steps = []
    if theta != 0:
        angle = np.deg2rad(theta)
        steps.append([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0],
                      [0, 0, 1]])
    if tx != 0 or ty != 0:
        steps.append([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    if shear != 0:
        angle = np.deg2rad(shear)
        steps.append([[1, -np.sin(angle), 0], [0, np.cos(angle), 0], [0, 0, 1]])
    if zx != 1 or zy != 1:
        steps.append([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    if not steps:
        return None
    matrix = np.array(steps[0])
    for step in steps[1:]:
        matrix = matrix @ np.array(step)
    return matrix


def _around_middle(matrix, height, width):
    """The same change around the middle of the image (half a pixel beyond, as in 2.2.4)."""
    x, y = float(height) / 2 + 0.5, float(width) / 2 + 0.5
    there = np.array([[1, 0, x], [0, 1, y], [0, 0, 1]])
    back = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    return there @ matrix @ back
