"""Batches of image files: what all of them share, and folders with one subfolder per class."""

import os
import warnings

import numpy as np

from kerastutor import config
from kerastutor.preprocessing.image.files import (
    COLOR_MODES,
    data_format_or_default,
    img_to_array,
    load_img,
)
from kerastutor.preprocessing.image.iterator import ImageIterator, working_type

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".tif", ".tiff")


class FileIterator(ImageIterator):
    """Batches of image files below a folder.

    A subclass sets `class_mode`, `filenames`, `classes` and `num_classes` and calls `_begin`.
    """

    class_modes = ("categorical", "binary", "sparse", "input", None)

    def __init__(self, directory, image_data_generator, target_size, color_mode, class_mode,
                 data_format, save_to_dir, save_prefix, save_format, subset, interpolation,
                 dtype):
        name = type(self).__name__
        if color_mode not in COLOR_MODES:
            raise ValueError(f"{name}: color_mode must be one of {', '.join(COLOR_MODES)}, got "
                             f"{color_mode!r}. Use one of these.")
        if class_mode not in self.class_modes:
            raise ValueError(f"{name}: class_mode must be one of "
                             f"{', '.join(map(repr, self.class_modes))}, got {class_mode!r}. "
                             "Use one of these.")
        if subset not in ("training", "validation", None):
            raise ValueError(f"{name}: subset must be 'training' or 'validation', got "
                             f"{subset!r}. Use one of these two.")
        if not os.path.isdir(directory):
            raise NotADirectoryError(f"{name}: directory must be a folder, got {directory!r}. "
                                     "Check the path.")
        self.directory = directory
        self.image_data_generator = image_data_generator
        self.target_size = tuple(target_size)
        self.color_mode = color_mode
        self.class_mode = class_mode
        self.data_format = data_format_or_default(name, data_format)
        channels = (COLOR_MODES[color_mode][1],)
        self.image_shape = self.target_size + channels if self.data_format == "channels_last" \
            else channels + self.target_size
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.interpolation = interpolation
        self.subset = subset
        self.split = None
        if subset is not None:
            part = image_data_generator._validation_split
            self.split = (0, part) if subset == "validation" else (part, 1)
        self.dtype = dtype or config.floatx()
        self.working_type = working_type(self.dtype)

    def _begin(self, batch_size, shuffle, seed):
        self.samples = len(self.filenames)
        of_classes = f" belonging to {self.num_classes} classes" if self.num_classes else ""
        print(f"Found {self.samples} images{of_classes}.")
        super().__init__(self.samples, batch_size, shuffle, seed)

    def _image(self, j):
        img = load_img(os.path.join(self.directory, self._path(j)), color_mode=self.color_mode,
                       target_size=self.target_size, interpolation=self.interpolation)
        return img_to_array(img, self.data_format, dtype=self.working_type)

    def _path(self, j):
        return self.filenames[j]

    def _with_labels(self, images, rows):
        if self.class_mode is None:
            return images
        if self.class_mode == "input":
            return images, images.copy()
        labels = self.classes[rows]
        if self.class_mode == "binary":
            labels = labels.astype(self.dtype)
        elif self.class_mode == "categorical":
            labels = np.eye(self.num_classes, dtype=self.dtype)[labels]
        return images, labels


class DirectoryIterator(FileIterator):
    """Batches of the images in the subfolders of a folder, one subfolder for each class.

    # Arguments
        directory: The folder; images may lie in deeper folders too.
        image_data_generator: The `ImageDataGenerator` that changes the images.
        target_size: `(height, width)` that all images are resized to.
        color_mode: `'rgb'`, `'rgba'` or `'grayscale'`.
        classes: List of the names of subfolders, in the order of their labels; None: all
            subfolders by name.
        class_mode: Labels: `'categorical'` (one-hot), `'binary'` (0.0 or 1.0), `'sparse'`
            (integers), `'input'` (the images themselves), None (no labels).
        batch_size: Number of images in a batch.
        shuffle: Whether the order is drawn anew for each epoch.
        seed: Seed of order and changes.
        data_format: Layout of the batches; None: the default of the settings.
        save_to_dir: Folder to write the changed images to, for looking at them.
        save_prefix, save_format: Beginning of the file names, and ending.
        follow_links: Whether links to folders are followed.
        subset: `'training'` or `'validation'`, when the generator has a `validation_split`; the
            first files of each class are for validation.
        interpolation: How images are resized, see `load_img`.
        dtype: Type of the batches; None: `floatx`.

    # Attributes
        filenames: Paths of the images, relative to `directory`.
        classes: Integer labels, in the same order.
        class_indices: Class name -> label.
        samples, num_classes: Numbers of images and of classes.
    """

    def __init__(self, directory, image_data_generator, target_size=(256, 256), color_mode="rgb",
                 classes=None, class_mode="categorical", batch_size=32, shuffle=True, seed=None,
                 data_format=None, save_to_dir=None, save_prefix="", save_format="png",
                 follow_links=False, subset=None, interpolation="nearest", dtype=None):
        super().__init__(directory, image_data_generator, target_size, color_mode, class_mode,
                         data_format, save_to_dir, save_prefix, save_format, subset,
                         interpolation, dtype)
        if not classes:
            classes = sorted(name for name in os.listdir(directory)
                             if os.path.isdir(os.path.join(directory, name)))
        self.num_classes = len(classes)
        self.class_indices = {name: i for i, name in enumerate(classes)}
        self.filenames = []
        labels = []
        for name, label in self.class_indices.items():
            found = list_images(os.path.join(directory, name), self.split, follow_links)
            self.filenames += [os.path.join(name, path) for path in found]
            labels += [label] * len(found)
        self.classes = np.array(labels, dtype="int32")
        self._begin(batch_size, shuffle, seed)


def list_images(folder, split=None, follow_links=False):
    """Paths of the image files below a folder, relative to it, folder by folder, by name.

    `split` takes a part of them: two fractions of their number.
    """
    found = []
    for root, _, names in sorted(os.walk(folder, followlinks=follow_links)):
        found += [os.path.relpath(os.path.join(root, name), folder) for name in sorted(names)
                  if name.lower().endswith(ENDINGS)]
    if any(path.lower().endswith(".tiff") for path in found):
        warnings.warn("'.tiff' files with several bands do not keep their values when they are "
                      "read as gray or RGB images. Look at a batch first.", stacklevel=3)
    if split is not None:
        found = found[int(split[0] * len(found)):int(split[1] * len(found))]
    return found
