"""`ImageDataGenerator`: the settings of an augmentation, and the statistics of a data set."""

import warnings

import numpy as np

from kerastutor import config
from kerastutor.preprocessing.image.arrays import NumpyArrayIterator
from kerastutor.preprocessing.image.dataframe import DataFrameIterator
from kerastutor.preprocessing.image.directory import DirectoryIterator
from kerastutor.preprocessing.image.files import data_format_or_default
from kerastutor.preprocessing.image.transforms import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
    pair,
)

_NUMBERS = (int, float, np.number)


class ImageDataGenerator:
    """Makes batches of images that are changed at random, and normalized.

    `flow`, `flow_from_directory` and `flow_from_dataframe` give the batches. Each image is first
    transformed (geometry, channel shift, flips, brightness), then standardized, in the order
    `preprocessing_function`, `rescale`, sample-wise, feature-wise, ZCA. Random numbers come from
    `np.random`, in the order of Keras 2.2.4.

    # Arguments
        featurewise_center: Whether the mean of the data set is subtracted, by channel (`fit`).
        samplewise_center: Whether each image's own mean is subtracted.
        featurewise_std_normalization: Whether values are divided by the standard deviation of
            the data set, by channel (`fit`).
        samplewise_std_normalization: Whether each image is divided by its standard deviation.
        zca_whitening: Whether pixels are decorrelated (`fit`). Its matrix has the square of the
            number of values of an image: for small images.
        zca_epsilon: Added to the eigenvalues.
        rotation_range: Largest angle of rotation, in degrees.
        width_shift_range, height_shift_range: Largest shift: a float below 1 is a part of the
            size, a float from 1 on pixels, an integer n stands for whole pixels below n, and a
            list holds the shifts to choose from (all are taken in both directions).
        brightness_range: Smallest and largest factor of brightness; see
            `apply_brightness_shift`, which stretches values to 0...255.
        shear_range: Largest angle of shear, in degrees.
        zoom_range: Smallest and largest factor, or a number z for `(1 - z, 1 + z)`.
        channel_shift_range: Largest number that is added to all values.
        fill_mode, cval: What lies outside of the image, see `apply_affine_transform`.
        horizontal_flip, vertical_flip: Whether half of the images are mirrored.
        rescale: Factor that all values are multiplied with; None or 0 for none.
        preprocessing_function: Function of one image (three axes) that returns one of the same
            shape.
        data_format: Layout of images; None: the default of the settings.
        validation_split: Part of the data, between 0 and 1, for `subset='validation'`.
        dtype: Type of the batches; None: `floatx`.

    # Raises
        ValueError: for a wrong `data_format`, `validation_split` or range.

    # Example

    ```python
    changed = ImageDataGenerator(rescale=1 / 255, rotation_range=15, zoom_range=0.1)
    model.fit_generator(changed.flow(images, labels, batch_size=100), epochs=5)
    ```
    """

    def __init__(self, featurewise_center=False, samplewise_center=False,
                 featurewise_std_normalization=False, samplewise_std_normalization=False,
                 zca_whitening=False, zca_epsilon=1e-6, rotation_range=0, width_shift_range=0.0,
                 height_shift_range=0.0, brightness_range=None, shear_range=0.0, zoom_range=0.0,
                 channel_shift_range=0.0, fill_mode="nearest", cval=0.0, horizontal_flip=False,
                 vertical_flip=False, rescale=None, preprocessing_function=None,
                 data_format=None, validation_split=0.0, dtype=None):
        self.featurewise_center = featurewise_center
        self.samplewise_center = samplewise_center
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening = zca_whitening
        self.zca_epsilon = zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range = width_shift_range
        self.height_shift_range = height_shift_range
        self.brightness_range = brightness_range
        self.shear_range = shear_range
        self.channel_shift_range = channel_shift_range
        self.fill_mode = fill_mode
        self.cval = cval
        self.horizontal_flip = horizontal_flip
        self.vertical_flip = vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.dtype = dtype or config.floatx()
        self.data_format = data_format_or_default("ImageDataGenerator", data_format)
        self.channel_axis, self.row_axis, self.col_axis = \
            (1, 2, 3) if self.data_format == "channels_first" else (3, 1, 2)
        if validation_split and not 0 < validation_split < 1:
            raise ValueError("ImageDataGenerator: validation_split must be between 0 and 1, got "
                             f"{validation_split}. 0.2 keeps a fifth for validation.")
        self._validation_split = validation_split
        if np.isscalar(zoom_range):
            zoom_range = (1 - zoom_range, 1 + zoom_range)
        self.zoom_range = list(pair("ImageDataGenerator", "zoom_range", zoom_range))
        if brightness_range is not None:
            pair("ImageDataGenerator", "brightness_range", brightness_range)
        self.mean = None
        self.std = None
        self.principal_components = None
        self._settle()

    def _settle(self):
        """Switches on what other settings need, and off what they make void."""
        if self.zca_whitening:
            self._force("featurewise_center", True, "zca_whitening")
            self._force("featurewise_std_normalization", False, "zca_whitening")
        if self.featurewise_std_normalization:
            self._force("featurewise_center", True, "featurewise_std_normalization")
        if self.samplewise_std_normalization:
            self._force("samplewise_center", True, "samplewise_std_normalization")

    def _force(self, name, value, by):
        if bool(getattr(self, name)) != value:
            setattr(self, name, value)
            warnings.warn(f"ImageDataGenerator: {by}=True sets {name}={value}.", stacklevel=4)

    @property
    def draws_only_parameters(self):
        """Whether only `get_random_transform` draws from np.random, as far as one can tell."""
        return type(self) is ImageDataGenerator and not self.preprocessing_function

    def flow(self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None,
             save_to_dir=None, save_prefix="", save_format="png", subset=None):
        """Returns a `NumpyArrayIterator` over arrays; its documentation has the arguments."""
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight,
            seed=seed, data_format=self.data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, subset=subset, dtype=self.dtype)

    def flow_from_directory(self, directory, target_size=(256, 256), color_mode="rgb",
                            classes=None, class_mode="categorical", batch_size=32, shuffle=True,
                            seed=None, save_to_dir=None, save_prefix="", save_format="png",
                            follow_links=False, subset=None, interpolation="nearest"):
        """Returns a `DirectoryIterator`; its documentation has the arguments."""
        return DirectoryIterator(
            directory, self, target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, batch_size=batch_size, shuffle=shuffle, seed=seed,
            data_format=self.data_format, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, follow_links=follow_links, subset=subset,
            interpolation=interpolation, dtype=self.dtype)

    def flow_from_dataframe(self, dataframe, directory, x_col="filename", y_col="class",
                            has_ext=True, target_size=(256, 256), color_mode="rgb", classes=None,
                            class_mode="categorical", batch_size=32, shuffle=True, seed=None,
                            save_to_dir=None, save_prefix="", save_format="png", subset=None,
                            interpolation="nearest"):
        """Returns a `DataFrameIterator`; its documentation has the arguments."""
        return DataFrameIterator(
            dataframe, directory, self, x_col=x_col, y_col=y_col, has_ext=has_ext,
            target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, batch_size=batch_size, shuffle=shuffle, seed=seed,
            data_format=self.data_format, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, interpolation=interpolation,
            dtype=self.dtype)

    def standardize(self, x):
        """Normalizes an image, or a batch of them. A float array is changed in place.

        # Arguments
            x: Array of three or four axes.

        # Returns
            The normalized array.
        """
        if self.preprocessing_function:
            x = self.preprocessing_function(x)
        return self._by_data_statistics(self._by_own_statistics(x))

    def _by_own_statistics(self, x):
        """`rescale`, then what the values of `x` alone decide."""
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= x.mean()
        if self.samplewise_std_normalization:
            x /= x.std() + 1e-6
        return x

    def _by_data_statistics(self, x):
        """What the statistics of the data set decide, which `fit` has taken."""
        if self.featurewise_center and self._fitted("mean", "featurewise_center"):
            x -= self.mean
        if self.featurewise_std_normalization \
                and self._fitted("std", "featurewise_std_normalization"):
            x /= self.std + 1e-6
        if self.zca_whitening and self._fitted("principal_components", "zca_whitening"):
            flat = np.reshape(x, (-1, np.prod(x.shape[-3:])))
            x = np.reshape(flat @ self.principal_components, x.shape)
        return x

    def _fitted(self, statistic, setting):
        if getattr(self, statistic) is None:
            warnings.warn(f"ImageDataGenerator: {setting} needs the statistics of the data and "
                          "is left out. Call fit(images) first.", stacklevel=3)
            return False
        return True

    def get_random_transform(self, img_shape, seed=None):
        """Draws the parameters of a transformation.

        # Arguments
            img_shape: Shape of the image, three axes.
            seed: Seed for `np.random`; None: it is not seeded.

        # Returns
            Dictionary for `apply_transform`.
        """
        if seed is not None:
            np.random.seed(seed)
        uniform = np.random.uniform
        theta = uniform(-self.rotation_range, self.rotation_range) if self.rotation_range else 0
        tx = _draw_shift(self.height_shift_range, img_shape[self.row_axis - 1])
        ty = _draw_shift(self.width_shift_range, img_shape[self.col_axis - 1])
        shear = uniform(-self.shear_range, self.shear_range) if self.shear_range else 0
        low, high = self.zoom_range
        zx, zy = (1, 1) if low == high == 1 else uniform(low, high, 2)
        flip_horizontal = (np.random.random() < 0.5) * self.horizontal_flip
        flip_vertical = (np.random.random() < 0.5) * self.vertical_flip
        channel_shift = brightness = None
        if self.channel_shift_range != 0:
            channel_shift = uniform(-self.channel_shift_range, self.channel_shift_range)
        if self.brightness_range is not None:
            brightness = uniform(*self.brightness_range)
        return {"theta": theta, "tx": tx, "ty": ty, "shear": shear, "zx": zx, "zy": zy,
                "flip_horizontal": flip_horizontal, "flip_vertical": flip_vertical,
                "channel_shift_intensity": channel_shift, "brightness": brightness}

    def apply_transform(self, x, transform_parameters):
        """Transforms an image.

        # Arguments
            x: Array of three axes.
            transform_parameters: Dictionary with any of `theta`, `tx`, `ty`, `shear`, `zx`, `zy`
                (see `apply_affine_transform`), `flip_horizontal`, `flip_vertical`,
                `channel_shift_intensity` and `brightness`.

        # Returns
            The transformed image, of the same shape.
        """
        row, col, channel = self.row_axis - 1, self.col_axis - 1, self.channel_axis - 1
        get = transform_parameters.get
        x = apply_affine_transform(x, get("theta", 0), get("tx", 0), get("ty", 0),
                                   get("shear", 0), get("zx", 1), get("zy", 1), row_axis=row,
                                   col_axis=col, channel_axis=channel,
                                   fill_mode=self.fill_mode, cval=self.cval)
        if get("channel_shift_intensity") is not None:
            x = apply_channel_shift(x, get("channel_shift_intensity"), channel)
        if get("flip_horizontal"):
            x = np.flip(x, col)
        if get("flip_vertical"):
            x = np.flip(x, row)
        if get("brightness") is not None:
            x = apply_brightness_shift(x, get("brightness"), data_format=self.data_format)
        return x

    def random_transform(self, x, seed=None):
        """Transforms an image at random.

        # Arguments
            x: Array of three axes.
            seed: Seed for `np.random`; None: it is not seeded.

        # Returns
            The transformed image, of the same shape.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def fit(self, x, augment=False, rounds=1, seed=None):
        """Computes the statistics that the feature-wise settings and `zca_whitening` need.

        # Arguments
            x: Array of images, four axes.
            augment: Whether the images are transformed at random first.
            rounds: How often each image is used, with `augment`.
            seed: Seed for `np.random`; None: it is not seeded.

        # Raises
            ValueError: for another number of axes.
        """
        x = np.array(x, dtype=self.dtype)
        if x.ndim != 4:
            raise ValueError("ImageDataGenerator: fit must get four axes (images, rows, columns, "
                             f"channels), got shape {x.shape}. Add the missing axis.")
        channels = x.shape[self.channel_axis]
        if channels not in (1, 3, 4):
            warnings.warn(f"ImageDataGenerator: images have 1, 3 or 4 channels, and fit got shape "
                          f"{x.shape} with {channels} on axis {self.channel_axis} "
                          f"({self.data_format}). Check data_format.", stacklevel=2)
        if seed is not None:
            np.random.seed(seed)
        if augment:
            changed = np.zeros((rounds * len(x), *x.shape[1:]), dtype=self.dtype)
            for i in range(len(changed)):
                changed[i] = self.random_transform(x[i % len(x)])
            x = changed

        axes = (0, self.row_axis, self.col_axis)
        by_channel = [1, 1, 1]
        by_channel[self.channel_axis - 1] = channels
        if self.featurewise_center:
            self.mean = np.reshape(np.mean(x, axis=axes), by_channel)
            x -= self.mean
        if self.featurewise_std_normalization:
            self.std = np.reshape(np.std(x, axis=axes), by_channel)
            x /= self.std + 1e-6
        if self.zca_whitening:
            from scipy import linalg

            flat = np.reshape(x, (len(x), -1))
            u, s, _ = linalg.svd(flat.T @ flat / len(flat))
            self.principal_components = (u / np.sqrt(s + self.zca_epsilon)) @ u.T


def _draw_shift(amount, size):
    """Draws a shift in pixels: chosen from a list or whole numbers, else uniform."""
    if amount is None or (isinstance(amount, _NUMBERS) and not amount):
        return 0
    if isinstance(amount, _NUMBERS):
        listed = isinstance(amount, (int, np.integer)) and amount > 0
        largest = amount
    else:
        if not len(amount):
            return 0
        listed, largest = True, max(amount)
    if listed:
        shift = np.random.choice(amount) * np.random.choice([-1, 1])
    else:
        shift = np.random.uniform(-amount, amount)
    return shift * size if largest < 1 else shift
