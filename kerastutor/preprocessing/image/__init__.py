"""Images: files to arrays and back, random transformations, batches with augmentation.

`files` reads and writes, `transforms` changes single images, `generator` holds the
settings of an augmentation, and the iterators (`iterator`, `arrays`, `directory`, `dataframe`)
make batches with it.
"""

from kerastutor.preprocessing.image.arrays import NumpyArrayIterator
from kerastutor.preprocessing.image.dataframe import DataFrameIterator
from kerastutor.preprocessing.image.directory import DirectoryIterator
from kerastutor.preprocessing.image.files import array_to_img, img_to_array, load_img, save_img
from kerastutor.preprocessing.image.generator import ImageDataGenerator
from kerastutor.preprocessing.image.iterator import Iterator
from kerastutor.preprocessing.image.transforms import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
    random_brightness,
    random_channel_shift,
    random_rotation,
    random_shear,
    random_shift,
    random_zoom,
)

__all__ = [
    "DataFrameIterator", "DirectoryIterator", "ImageDataGenerator", "Iterator",
    "NumpyArrayIterator", "apply_affine_transform", "apply_brightness_shift",
    "apply_channel_shift", "array_to_img", "img_to_array", "load_img", "random_brightness",
    "random_channel_shift", "random_rotation", "random_shear", "random_shift", "random_zoom",
    "save_img",
]
