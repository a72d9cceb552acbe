"""Enqueuers: workers, threads or processes, that make batches while the model trains on others."""
import itertools
import random
import threading
import warnings

from kerastutor.utils import worker_jobs
from kerastutor.utils.sequence import Sequence
from kerastutor.utils.worker_jobs import get_index, init_pool, init_pool_generator, next_sample
from kerastutor.utils.worker_threads import Threads

__all__ = ["GeneratorEnqueuer", "OrderedEnqueuer", "Sequence", "SequenceEnqueuer", "get_index",
           "init_pool", "init_pool_generator", "next_sample"]

_numbers = itertools.count()


class SequenceEnqueuer:
    """Base of the two enqueuers: starts and stops the workers.

    # Arguments
        sequence: The data source.
        use_multiprocessing: Whether the workers are processes instead of threads.

    # Example

    ```python
    enqueuer = OrderedEnqueuer(sequence)
    enqueuer.start(workers=2)
    try:
        for x, y in enqueuer.get():     # never ends by itself for a Sequence
            ...
    finally:
        enqueuer.stop()
    ```
    """

    def __init__(self, sequence, use_multiprocessing=False):
        self.sequence = sequence
        self.use_multiprocessing = use_multiprocessing
        self.uid = next(_numbers)
        self.workers = 0
        self.stop_signal = None
        self._crew = None
        self._left = None                   # batches until the limit; None: no limit

    def is_running(self):
        """Whether it was started and not stopped."""
        return self.stop_signal is not None and not self.stop_signal.is_set()

    def start(self, workers=1, max_queue_size=10, *, limit=None):
        """Start the workers. Threads begin to work when it turns out that they are worth it.

        # Arguments
            workers: Number of workers, at least 1.
            max_queue_size: How many batches may be made in advance.
            limit: Number of batches after which no more are made; None makes them forever.

        # Raises
            ValueError: for wrong numbers, and for a data source that cannot go to a process.
            RuntimeError: when it already runs.
        """
        for name, number, least in (("workers", workers, 1), ("max_queue_size", max_queue_size, 0)):
            if isinstance(number, bool) or int(number) != number or number < least:
                raise ValueError(f"{type(self).__name__}: {name} must be an integer of at least "
                                 f"{least}, got {number!r}.")
        if self.is_running():
            raise RuntimeError(f"{type(self).__name__}: it must be stopped before it is started "
                               "again, got a running one. Call stop().")
        self.workers = workers
        self._left = limit
        worker_jobs.share(self.uid, self.sequence)
        ahead = max(1, max_queue_size)
        self._crew = None
        self.stop_signal = threading.Event()
        try:
            self._crew = (self._processes(workers, ahead) if self.use_multiprocessing
                          else Threads(self._job, self.uid, workers, ahead))
            self._begin()
        except BaseException:
            self.stop()
            raise

    def stop(self, timeout=None):
        """End the workers. A second call does nothing.

        # Arguments
            timeout: Seconds to wait for batches in the making (by default 1 for threads and half
                a second for processes). A process that takes longer is killed, a thread ends by
                itself after its batch.
        """
        if self.is_running():
            self.stop_signal.set()
            if self._crew is not None:
                self._crew.close(timeout)
            worker_jobs.share(self.uid, None)

    def get(self):
        """Yields the batches; None is left out. An error of a worker is raised here."""
        raise NotImplementedError(f"{type(self).__name__}: get() must be defined in a subclass. "
                                  "Use OrderedEnqueuer or GeneratorEnqueuer.")


class OrderedEnqueuer(SequenceEnqueuer):
    """Batches of a `Sequence` in its order, for any number of workers, pass after pass.

    The next pass is begun when all of the last one was used and `on_epoch_end` was called.

    # Arguments
        sequence: `Sequence`.
        use_multiprocessing: Whether the workers are processes instead of threads.
        shuffle: Whether each pass has a new order.
    """

    _job = staticmethod(get_index)

    def __init__(self, sequence, use_multiprocessing=False, shuffle=False):
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._ahead_in_pass = 0

    def _processes(self, workers, ahead):
        from kerastutor.utils.worker_processes import Processes  # multiprocessing takes a while

        return Processes(get_index, self.uid, self.sequence, workers, ahead)

    def _begin(self):
        order = list(range(len(self.sequence)))
        if not order:
            raise ValueError(f"generator: the {type(self.sequence).__name__} must have at least "
                             "one batch, got length 0. Check its __len__.")
        if self.shuffle:
            random.shuffle(order)
        self._ahead_in_pass = len(order)
        self._crew.begin(order[:self._left])

    def end_pass(self):
        """End a pass whose last batch was used: `on_epoch_end`, then the next one begins.

        `get` does it before its next batch; whoever knows earlier may call it earlier.
        """
        if self._ahead_in_pass or not self.is_running():
            return
        self._ahead_in_pass = None
        self.sequence.on_epoch_end()
        if self._left != 0:
            self._crew.renew()
            self._begin()

    def get(self):
        """Yields the batches of pass after pass; None is left out.

        # Raises
            Whatever `__getitem__` or `on_epoch_end` raises, with a worker's traceback as its
            cause; RuntimeError when a worker process dies.
        """
        while self.is_running():
            try:
                self.end_pass()
                if self._left == 0:
                    return
                batch = self._next()
            except Exception:
                self.stop()
                raise
            if batch is not None:
                yield batch

    def _next(self):
        self._ahead_in_pass -= 1
        if self._left is not None:
            self._left -= 1
        try:
            return next(self._crew)
        except StopIteration as error:
            raise RuntimeError(f"generator: __getitem__ of {type(self.sequence).__name__} must "
                               "return a batch, but raised StopIteration. Return it, or raise "
                               "IndexError.") from error


class GeneratorEnqueuer(SequenceEnqueuer):
    """Batches of a generator, which may end.

    Several threads share the generator, which then must be safe for that; several processes have a
    copy of it each, so they may give the same batches.

    # Arguments
        sequence: Generator or iterator.
        use_multiprocessing: Whether the workers are processes instead of threads.
        wait_time: No longer used.
        random_seed: Seed of the first worker process, the next ones count on.
    """

    _job = staticmethod(next_sample)

    def __init__(self, sequence, use_multiprocessing=False, wait_time=None, random_seed=None):
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed
        if wait_time is not None:
            warnings.warn("GeneratorEnqueuer: wait_time is no longer used. Leave it out.",
                          DeprecationWarning, stacklevel=2)

    def _processes(self, workers, ahead):
        from kerastutor.utils.worker_processes import Processes

        return Processes(next_sample, self.uid, self.sequence, workers, ahead,
                         seed=self.random_seed, copies=True)

    def _begin(self):
        self._crew.begin(itertools.repeat(None) if self._left is None
                         else itertools.repeat(None, self._left))

    def get(self):
        """Yields the batches until the generator ends; None is left out.

        # Raises
            Whatever the generator raises, with a worker's traceback as its cause; RuntimeError
            when a worker process dies, and when threads share a generator that cannot be shared.
        """
        while self.is_running():
            try:
                batch = next(self._crew)
            except StopIteration:
                return
            except Exception as error:
                self.stop()
                if "generator already executing" in str(error):
                    raise RuntimeError(
                        "generator: it must be thread-safe for more than one worker thread, got a "
                        "plain generator. Use workers=1, or a keras.utils.Sequence.") from error
                raise
            if batch is not None:
                yield batch
