"""Iterators over images: in what order, with which random numbers, into which batch.

An iterator is a `Sequence` and endless iterator at once. A batch is made in two steps: what
is random is drawn under a lock, then pixels are computed outside of it. So several threads
work at the same time, and yet the numbers of a batch follow from one seed, `seed` plus the number
of batches before it, as in Keras 2.2.4.
"""

import os
import threading

import numpy as np

from kerastutor.preprocessing.image.files import array_to_img
from kerastutor.utils.data_utils import Sequence

_drawing = threading.RLock()        # np.random is one for all iterators, so its lock is, too
if hasattr(os, "register_at_fork"):  # a child must not inherit a lock that nobody will release
    os.register_at_fork(before=_drawing.acquire, after_in_parent=_drawing.release,
                        after_in_child=_drawing.release)


class Iterator(Sequence):
    """Batches over `n` items. A subclass defines `_get_batches_of_transformed_samples(rows)`.

    `iterator[i]` gives batch i of the present order; `next(iterator)` goes on without end.

    # Arguments
        n: Number of items.
        batch_size: Number of items in a batch; the last one may have fewer.
        shuffle: Whether the order is drawn anew for each epoch.
        seed: Seed of `np.random` for the first batch; None: it is not seeded.
    """

    def __init__(self, n, batch_size, shuffle, seed):
        if batch_size < 1:
            raise ValueError(f"{type(self).__name__}: batch_size must be at least 1, got "
                             f"{batch_size}. Count in images.")
        self.n = n
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.batch_index = 0
        self.total_batches_seen = 0
        self.lock = _drawing
        self.index_array = None
        self.index_generator = self._flow_index()
        self._home = os.getpid()
        self._seen_before_epoch = 0
        self._worker_seed = None

    def __len__(self):
        return -(-self.n // self.batch_size)

    def __getitem__(self, idx):
        """Returns batch number `idx`."""
        if not -len(self) <= idx < len(self):
            raise ValueError(f"{type(self).__name__}: the batch must be one of {len(self)}, got "
                             f"number {idx}. Count from 0.")
        idx %= len(self)
        with _drawing:
            if os.getpid() == self._home:
                self._seed_batch()
                self.total_batches_seen += 1
            else:
                self._seed_in_worker(idx)
            if self.index_array is None:
                self._set_index_array()
            rows = self.index_array[self.batch_size * idx:self.batch_size * (idx + 1)]
            drawn = self._draw(rows)
        return self._make(rows, drawn)

    def __iter__(self):
        return self

    def __next__(self):
        return self.next()

    def next(self):
        """Returns the next batch."""
        with _drawing:
            rows = next(self.index_generator)
            drawn = self._draw(rows)
        return self._make(rows, drawn)

    def reset(self):
        """Lets `next` begin an epoch."""
        self.batch_index = 0

    def on_epoch_end(self):
        """Draws a new order."""
        with _drawing:
            if self.total_batches_seen == self._seen_before_epoch:
                self.total_batches_seen += len(self)    # worker processes have made them
            self._seen_before_epoch = self.total_batches_seen
            self._set_index_array()

    def _set_index_array(self):
        self.index_array = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _seed_batch(self):
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)

    def _seed_in_worker(self, idx):
        """Seeds batch `idx` in a worker process, whose counter does not know the others' batches.

        Workers have inherited the same state of np.random: without a seed of its own each batch
        would get the numbers that the others get.
        """
        position = self.total_batches_seen + idx
        if self.seed is not None:
            np.random.seed(self.seed + position)
            return
        if self._worker_seed is None:
            self._worker_seed = np.random.randint(2 ** 31 - 1)
        np.random.seed([self._worker_seed, position])

    def _flow_index(self):
        """Yields the rows of batch after batch, without end; called under the lock."""
        while True:
            if self.n == 0:
                raise ValueError(f"{type(self).__name__}: there must be images to make batches "
                                 "of, got none. Check the folder and the endings of its files.")
            self._seed_batch()
            if self.batch_index == 0:
                self._set_index_array()
            first = (self.batch_index * self.batch_size) % self.n
            self.batch_index = self.batch_index + 1 if self.n > first + self.batch_size else 0
            self.total_batches_seen += 1
            yield self.index_array[first:first + self.batch_size]

    def _draw(self, rows):
        """Draws what is random in a batch; called under the lock."""

    def _make(self, rows, drawn):
        """Makes the batch of `rows` with what `_draw` has returned."""
        return self._get_batches_of_transformed_samples(rows)

    def _get_batches_of_transformed_samples(self, index_array):
        raise NotImplementedError("Iterator: _get_batches_of_transformed_samples(self, "
                                  "index_array) must be defined in a subclass, got none in "
                                  f"{type(self).__name__}. Add it.")

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items()
                if name not in ("lock", "index_generator")}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.lock = _drawing
        self.index_generator = self._flow_index()


class ImageIterator(Iterator):
    """An iterator whose items are images that an `ImageDataGenerator` changes at random.

    A subclass sets `image_data_generator`, `image_shape`, `data_format`, `dtype`,
    `working_type` and the three `save_*` attributes, and defines `_image(j)` and
    `_with_labels(images, rows)`.
    """

    _marks = 10_000_000         # names of saved images carry a random number below this

    def _draw(self, rows):
        """Draws all of a batch, unless code of the user may draw between two images."""
        if not self._draws_ahead():
            return None
        draw = self.image_data_generator.get_random_transform
        parameters = [draw(self.image_shape) for _ in rows]
        return parameters, self._draw_marks(rows)

    def _draws_ahead(self):
        plain = ImageIterator._get_batches_of_transformed_samples
        return (getattr(self.image_data_generator, "draws_only_parameters", False)
                and type(self)._get_batches_of_transformed_samples is plain)

    def _draw_marks(self, rows):
        return [np.random.randint(self._marks) for _ in rows] if self.save_to_dir else None

    def _make(self, rows, drawn):
        if drawn is None:
            return self._get_batches_of_transformed_samples(rows)
        return self._transformed(rows, *drawn)

    def _get_batches_of_transformed_samples(self, index_array):
        return self._transformed(index_array, None, None)

    def _transformed(self, rows, parameters, marks):
        generator = self.image_data_generator
        images = np.zeros((len(rows), *self.image_shape), dtype=self.dtype)
        for i, j in enumerate(rows):
            x = self._image(j)
            change = generator.get_random_transform(x.shape) if parameters is None \
                else parameters[i]
            images[i] = generator.standardize(generator.apply_transform(x, change))
        if self.save_to_dir:
            self._save(images, rows, marks or self._draw_marks(rows))
        return self._with_labels(images, rows)

    def _save(self, images, rows, marks):
        for image, j, mark in zip(images, rows, marks):
            name = f"{self.save_prefix}_{j}_{mark}.{self.save_format}"
            array_to_img(image, self.data_format, scale=True).save(
                os.path.join(self.save_to_dir, name))


def working_type(dtype):
    """Float type to compute the pixels of a batch of type `dtype` in: one that SciPy knows."""
    return np.result_type(dtype, np.float32)
