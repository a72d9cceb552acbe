"""Batches of images that are in memory."""

import warnings

import numpy as np

from kerastutor import config
from kerastutor.preprocessing.image.files import data_format_or_default
from kerastutor.preprocessing.image.iterator import ImageIterator, working_type


class NumpyArrayIterator(ImageIterator):
    """Batches of an array of images, as `ImageDataGenerator.flow` makes them.

    # Arguments
        x: Array of four axes; or a pair of it and an array (or list of arrays) of other inputs,
            which come along unchanged.
        y: Labels, or None.
        image_data_generator: The `ImageDataGenerator` that changes the images.
        batch_size: Number of images in a batch.
        shuffle: Whether the order is drawn anew for each epoch.
        sample_weight: Weights, or None.
        seed: Seed of order and changes.
        data_format: Layout of `x`; None: the default of the settings.
        save_to_dir: Folder to write the changed images to, for looking at them.
        save_prefix, save_format: Beginning of the file names, and ending.
        subset: `'training'` or `'validation'`, when the generator has a `validation_split`; the
            first part of the data is for validation.
        dtype: Type of the batches; None: `floatx`.

    # Raises
        ValueError: when lengths or the number of axes do not fit.
    """

    _marks = 10_000

    def __init__(self, x, y, image_data_generator, batch_size=32, shuffle=False,
                 sample_weight=None, seed=None, data_format=None, save_to_dir=None,
                 save_prefix="", save_format="png", subset=None, dtype=None):
        self.dtype = dtype or config.floatx()
        self.working_type = working_type(self.dtype)
        self.data_format = data_format_or_default("NumpyArrayIterator", data_format)
        self.image_data_generator = image_data_generator
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format

        x, x_misc = _split_inputs(x)
        for other in x_misc:
            if len(other) != len(x):
                raise ValueError("NumpyArrayIterator: All of the arrays in `x` must have the "
                                 f"same length, got {len(x)} and {len(other)}. Give each image "
                                 "its row in the other inputs.")
        for name, values in (("`y` (labels)", y), ("`sample_weight`", sample_weight)):
            if values is not None and len(values) != len(x):
                raise ValueError(f"NumpyArrayIterator: `x` (images tensor) and {name} must have "
                                 f"the same length, got {len(x)} and {len(values)}. Give each "
                                 "image one.")
        if subset is not None:
            rows = _subset_rows(subset, len(x), image_data_generator, y)
            x, y, sample_weight = (None if v is None else v[rows] for v in (x, y, sample_weight))
            x_misc = [other[rows] for other in x_misc]

        self.x = np.asarray(x, dtype=self.dtype)
        self.x_misc = x_misc
        if self.x.ndim != 4:
            raise ValueError("NumpyArrayIterator: x must have four axes (images, rows, columns, "
                             f"channels), got shape {self.x.shape}. Add the missing axis.")
        axis = 3 if self.data_format == "channels_last" else 1
        if self.x.shape[axis] not in (1, 3, 4):
            warnings.warn(f"NumpyArrayIterator: images have 1, 3 or 4 channels, and x of shape "
                          f"{self.x.shape} has {self.x.shape[axis]} on axis {axis} "
                          f"({self.data_format}). Check data_format.", stacklevel=3)
        self.image_shape = self.x.shape[1:]
        self.y = None if y is None else np.asarray(y)
        self.sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _image(self, j):
        return self.x[j].astype(self.working_type)

    def _with_labels(self, images, rows):
        inputs = [images, *(other[rows] for other in self.x_misc)] if self.x_misc else images
        if self.y is None:
            return inputs
        if self.sample_weight is None:
            return inputs, self.y[rows]
        return inputs, self.y[rows], self.sample_weight[rows]


def _split_inputs(x):
    """Images and the list of other inputs."""
    if not isinstance(x, (tuple, list)):
        return x, []
    if len(x) != 2:
        raise ValueError("NumpyArrayIterator: x must be an array, or a pair of images and other "
                         f"inputs, got a {type(x).__name__} of {len(x)}. Use np.array(images).")
    images, others = x
    return images, [np.asarray(a) for a in (others if isinstance(others, list) else [others])]


def _subset_rows(subset, count, generator, y):
    """Slice of the rows that belong to a subset."""
    if subset not in ("training", "validation"):
        raise ValueError("NumpyArrayIterator: subset must be 'training' or 'validation', got "
                         f"{subset!r}. Use one of these two.")
    split = int(count * generator._validation_split)
    if y is not None and not np.array_equal(np.unique(y[:split]), np.unique(y[split:])):
        raise ValueError("NumpyArrayIterator: training and validation data must have the same "
                         f"classes, got {len(np.unique(y[split:]))} and "
                         f"{len(np.unique(y[:split]))}. Shuffle data that is sorted by class.")
    return slice(split, None) if subset == "training" else slice(split)
