"""`tf.data.Dataset`: a sequence of elements, read in Python; and its elements as tensors.

An element is an array, or a tuple or dictionary of arrays. Every pass starts anew. There are
three ways to read a data set:

- a Python loop gives NumPy arrays: `for x, y in dataset`;
- `model.fit(dataset)`, `evaluate`, `predict` take batches out of it;
- `x, y = dataset.make_one_shot_iterator().get_next()` gives tensors; each run of a function that
  depends on them takes the next element.
"""
import contextlib
import itertools
import queue
import threading

import numpy as np

from kerastutor import backend as K
from kerastutor import dtypes
from kerastutor.backend.session import Operation
from kerastutor.compat.tensorflow.errors import OutOfRangeError
from kerastutor.compat.tensorflow.structure import Spec, flatten, specs_of, unflatten
from kerastutor.graph import Pulled, Tensor, TensorShape
from kerastutor.runtime import Function

_END = object()


class Element(np.ndarray):
    """An array out of a data set, with TensorFlow's `numpy()`."""

    def numpy(self):
        """The plain array, or number."""
        return np.asarray(self)[()]


class Dataset:
    """A sequence of elements; make one with `from_tensor_slices`, `from_generator` ...

    # Arguments
        make: function that starts a pass: returns an iterator over tuples of arrays (the parts).
        structure: nested structure of `Spec`, the shape and type of each part.
        size: number of elements; None when it is not known, infinity for an endless one.
    """

    def __init__(self, make, structure, size):
        self._make, self._structure, self._size = make, structure, size

    # Making one

    @classmethod
    def from_tensors(cls, tensors):
        """One element."""
        arrays, structure = _arrays(tensors)
        return cls(lambda: iter([arrays]), specs_of(structure, arrays), 1)

    @classmethod
    def from_tensor_slices(cls, tensors):
        """One element for each row of the arrays.

        # Arguments
            tensors: array, or tuple or dictionary of arrays of the same length.

        # Raises
            ValueError: when the lengths differ.
        """
        arrays, structure = _arrays(tensors)
        lengths = {len(a) if a.ndim else None for a in arrays}
        if len(lengths) != 1 or None in lengths:
            raise ValueError("Dataset.from_tensor_slices: arrays must have the same number of "
                             f"rows, got shapes {[a.shape for a in arrays]}.")
        size = lengths.pop()
        return cls(lambda: (tuple(a[i] for a in arrays) for i in range(size)),
                   specs_of(structure, [a[0] if size else np.empty(a.shape[1:], a.dtype)
                                        for a in arrays]), size)

    @classmethod
    def from_generator(cls, generator, output_types, output_shapes=None):
        """The elements that a generator yields.

        # Arguments
            generator: function without arguments that returns an iterator.
            output_types: data type of each part.
            output_shapes: its shape, None where any size may come; all unknown unless given (the
                parts can then be read in Python only).
        """
        if not callable(generator):
            raise TypeError("Dataset.from_generator: generator must be a function that returns an "
                            f"iterator, got {type(generator).__name__}. Pass it without ().")
        types = flatten(output_types)
        shapes = [None] * len(types) if output_shapes is None else \
            flatten(output_shapes, like=output_types)
        structure = unflatten(output_types, [
            Spec(None if s is None else tuple(s), _type(t))
            for s, t in zip(shapes, types, strict=True)])
        specs = flatten(structure)

        def read():
            for item in generator():
                parts = flatten(item, like=structure)
                yield tuple(spec.checked(part) for spec, part in zip(specs, parts, strict=True))
        return cls(read, structure, None)

    @classmethod
    def range(cls, *args):
        """Whole numbers, with the arguments of Python's `range`."""
        numbers = range(*args)
        return cls(lambda: ((np.int64(i),) for i in numbers), Spec((), "int64"), len(numbers))

    @classmethod
    def zip(cls, datasets):
        """Elements of several data sets side by side, as long as the shortest.

        # Arguments
            datasets: tuple, list or dictionary of data sets.
        """
        datasets = tuple(datasets) if isinstance(datasets, list) else datasets
        sets = flatten(datasets)
        structure = unflatten(datasets, [d._structure for d in sets])
        sizes = [d._size for d in sets]
        return cls(lambda: (sum(parts, ()) for parts in zip(*(d._make() for d in sets),
                                                            strict=False)),
                   structure, None if None in sizes else min(sizes))

    # Changing one

    def map(self, map_func, num_parallel_calls=None):
        """Elements changed by a function of tensors.

        # Arguments
            map_func: function; gets the parts of an element as tensors (a tuple as several
                arguments) and returns tensors. It is called once, to build the graph.
            num_parallel_calls: ignored.
        """
        specs = flatten(self._structure)
        fed = [K.placeholder(s.known("map"), dtype=s.dtype) for s in specs]
        given = unflatten(self._structure, fed)
        result = map_func(*given) if isinstance(given, tuple) else map_func(given)
        if isinstance(result, list):
            result = K.stack(result)
        out = [x if isinstance(x, Tensor) else K.constant(x, dtype=dtypes.as_array(x).dtype)
               for x in flatten(result)]
        function = Function(fed, out, name="map")
        structure = unflatten(result, [Spec(tuple(x.shape), x.dtype) for x in out])
        return Dataset(lambda: (tuple(function(list(e))) for e in self._make()), structure,
                       self._size)

    def filter(self, predicate):
        """Elements for which a function of tensors is true."""
        specs = flatten(self._structure)
        fed = [K.placeholder(s.known("filter"), dtype=s.dtype) for s in specs]
        given = unflatten(self._structure, fed)
        keep = predicate(*given) if isinstance(given, tuple) else predicate(given)
        function = Function(fed, [keep], name="filter")
        return Dataset(lambda: (e for e in self._make() if function(list(e))[0]),
                       self._structure, None)

    def shuffle(self, buffer_size, seed=None, reshuffle_each_iteration=True):
        """Elements in random order, drawn from a buffer.

        # Arguments
            buffer_size: number of elements in the buffer.
            seed: integer; None draws one from NumPy's global generator.
            reshuffle_each_iteration: whether each pass has an order of its own.
        """
        _positive("shuffle", "buffer_size", buffer_size)
        if seed is None:
            seed = np.random.randint(2**31 - 1)
        passes = itertools.count()

        def read():
            number = next(passes) if reshuffle_each_iteration else 0
            random = np.random.RandomState([seed, number])
            buffer = []
            for element in self._make():
                if len(buffer) < buffer_size:
                    buffer.append(element)
                    continue
                i = random.randint(buffer_size)
                buffer[i], element = element, buffer[i]
                yield element
            random.shuffle(buffer)
            yield from buffer
        return Dataset(read, self._structure, self._size)

    def batch(self, batch_size, drop_remainder=False):
        """Elements stacked into batches; the last one may be smaller."""
        _positive("batch", "batch_size", batch_size)
        first = batch_size if drop_remainder else None

        def read():
            source = self._make()
            while group := list(itertools.islice(source, batch_size)):
                if len(group) == batch_size or not drop_remainder:
                    yield tuple(_stacked(parts) for parts in zip(*group, strict=True))
        structure = unflatten(self._structure, [s.batched(first) for s in
                                                flatten(self._structure)])
        count = self._size
        if count is not None and count != np.inf:
            count = count // batch_size if drop_remainder else -(-count // batch_size)
        return Dataset(read, structure, count)

    def repeat(self, count=None):
        """The elements several times over; without end for None and -1."""
        endless = count is None or count < 0

        def read():
            for _ in itertools.count() if endless else range(count):
                element = _END
                for element in self._make():
                    yield element
                if element is _END:
                    return
        size = self._size
        if size:
            size = np.inf if endless else size * count
        return Dataset(read, self._structure, size)

    def take(self, count):
        """The first elements; all for -1."""
        return self if count < 0 else Dataset(
            lambda: itertools.islice(self._make(), count), self._structure,
            None if self._size is None else min(self._size, count))

    def skip(self, count):
        """All but the first elements."""
        return Dataset(lambda: itertools.islice(self._make(), count, None), self._structure,
                       None if self._size is None else max(self._size - count, 0))

    def concatenate(self, dataset):
        """These elements, then those of another data set."""
        size = None if None in (self._size, dataset._size) else self._size + dataset._size
        structure = unflatten(self._structure, [
            a.merged(b) for a, b in zip(flatten(self._structure), flatten(dataset._structure),
                                        strict=True)])
        return Dataset(lambda: itertools.chain(self._make(), dataset._make()), structure, size)

    def cache(self, filename=""):
        """Elements kept in memory after the first whole pass.

        # Raises
            ValueError: for a file name: only memory is served.
        """
        if filename:
            raise ValueError(f"Dataset.cache: filename must be empty, got {filename!r}. "
                             "Elements are kept in memory only.")
        kept = []

        def read():
            if kept:
                yield from kept[0]
                return
            elements = []
            for element in self._make():
                elements.append(element)
                yield element
            kept[:] = [elements]
        return Dataset(read, self._structure, self._size)

    def prefetch(self, buffer_size):
        """Elements made in advance by a thread, at most so many (-1: two)."""
        if buffer_size == 0:
            return self
        room = 2 if buffer_size < 0 else buffer_size
        return Dataset(lambda: _ahead(self._make, room), self._structure, self._size)

    # Reading it

    def __iter__(self):
        """Elements as NumPy arrays in the data set's structure."""
        for element in self._make():
            yield unflatten(self._structure, [np.asarray(x).view(Element) for x in element])

    def batches(self):
        """Elements as plain arrays, for `fit`; a dictionary of inputs stays one."""
        for element in self._make():
            yield unflatten(self._structure, list(element))

    @property
    def cardinality(self):
        """Number of elements: None when it is not known, infinity for an endless data set."""
        return self._size

    def make_one_shot_iterator(self):
        """An `Iterator` that goes over the elements once."""
        return Iterator(self)

    def make_initializable_iterator(self, shared_name=None):
        """An `Iterator` that `session.run(iterator.initializer)` starts."""
        return Iterator(self, started=False)

    @property
    def output_shapes(self):
        """Shape of each part."""
        return unflatten(self._structure, [None if s.shape is None else TensorShape(s.shape)
                                           for s in flatten(self._structure)])

    @property
    def output_types(self):
        """Data type of each part."""
        return unflatten(self._structure, [s.dtype for s in flatten(self._structure)])

    def __repr__(self):
        return f"<Dataset shapes: {self.output_shapes}, types: {self.output_types}>"


class Iterator:
    """Goes over a data set; `get_next` gives tensors for the next element.

    # Arguments
        dataset: the data set.
        started: whether it can be read at once.
    """

    def __init__(self, dataset, started=True):
        self._dataset = dataset
        self._lock = threading.Lock()
        self._elements = dataset._make() if started else None
        self._ahead = None
        self.output_shapes, self.output_types = dataset.output_shapes, dataset.output_types

    def get_next(self, name=None):
        """Tensors in the structure of an element.

        Each run of a function that depends on one of them takes the next element, for all of them
        together. At the end the run raises `tf.errors.OutOfRangeError`.
        """
        element = _Next(self)
        structure = self._dataset._structure
        tensors = []
        for i, spec in enumerate(flatten(structure)):
            x = Pulled(element, i, spec.known("get_next"), spec.dtype, name or "IteratorGetNext")
            x._keras_shape = tuple(x.shape)
            x._uses_learning_phase = False
            tensors.append(x)
        return unflatten(structure, tensors)

    cardinality = None          # with `batches`: what fit reads

    def batches(self):
        """The elements that are left, for `fit`."""
        while True:
            try:
                element = self.next()
            except OutOfRangeError:
                return
            yield unflatten(self._dataset._structure, list(element))

    @property
    def initializer(self):
        """Operation that starts the data set (anew)."""
        return Operation(initialize=self._start)

    def _start(self):
        with self._lock:
            self._elements, self._ahead = self._dataset._make(), None
        return ()

    def next(self, keep=False):
        """Arrays of the next element; with `keep` it is the next one again afterwards."""
        with self._lock:
            if self._elements is None:
                raise RuntimeError("Iterator: it must be started before it is read. "
                                   "Run session.run(iterator.initializer) first.")
            element, self._ahead = self._ahead, None
            if element is None:
                element = next(self._elements, None)
            if element is None:
                raise OutOfRangeError("End of sequence: the data set has no more elements. Use "
                                      "dataset.repeat() to go over it again and again.")
            if keep:
                self._ahead = element
            return element


class _Next:
    """One `get_next` of an iterator."""

    def __init__(self, iterator):
        self.iterator = iterator

    def pull(self):
        return self.iterator.next()

    def peek(self):
        return self.iterator.next(keep=True)


def _arrays(tensors):
    """Arrays of the parts, and their structure; tensors that need no feeding are computed."""
    if isinstance(tensors, list):
        tensors = K.eval(K.stack(tensors)) if any(isinstance(x, Tensor) for x in tensors) \
            else np.asarray(tensors)
    parts = flatten(tensors)
    arrays = []
    for x in parts:
        if isinstance(x, Tensor):
            x = K.eval(x)
        x = np.asarray(x)
        arrays.append(dtypes.as_strings(x) if x.dtype.kind in "USOT" else x)
    return tuple(arrays), tensors


def _type(dtype):
    return dtype if dtype == dtypes.STRING else dtypes.canonical(dtype)


def _stacked(parts):
    shapes = {np.shape(x) for x in parts}
    if len(shapes) > 1:
        raise ValueError(f"Dataset.batch: elements must have one shape, got {sorted(shapes)}. "
                         "Pad them first.")
    return np.stack(parts)


def _positive(method, what, value):
    if not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"Dataset.{method}: {what} must be a positive integer, got {value!r}.")


def _ahead(make, room):
    """Elements of a pass, made by a thread that is at most `room` ahead."""
    ready = queue.Queue(room)
    left = threading.Event()

    def put(item):
        while not left.is_set():
            with contextlib.suppress(queue.Full):
                ready.put(item, timeout=0.1)
                return True
        return False

    def work():
        try:
            for element in make():
                if not put((element, None)):
                    return
            put((_END, None))
        except BaseException as error:          # handed on to the reader
            put((_END, error))

    threading.Thread(target=work, daemon=True, name="prefetch").start()
    try:
        while True:
            element, error = ready.get()
            if error is not None:
                raise error
            if element is _END:
                return
            yield element
    finally:
        left.set()
