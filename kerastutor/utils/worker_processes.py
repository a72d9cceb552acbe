"""Batches from processes, in the order in which they were asked for.

Each worker has a pipe of its own, so one that dies (or is killed while it writes) cannot leave a
lock behind on which others would wait. Orders go round; a worker answers its orders in turn, so the
next batch is always the next answer of the next worker, and no thread is needed here to sort them.
"""
import contextlib
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
import warnings
import zlib
from collections import deque
from multiprocessing.connection import wait

import numpy as np

from kerastutor.utils import worker_jobs

GRACE = 0.5             # seconds that `close` waits for batches in the making
_MOMENT = 0.1           # seconds between two looks whether Ctrl-C has come
_LOOK = 1.0             # seconds between two looks whether the other side still lives
_MOST = 128             # orders that a worker may have; more would fill its pipe
_HOME = __name__.partition(".")[0]
_pipes = set()          # this side of all pipes of this process; a forked child closes them


class WorkerTraceback(Exception):
    """Where a worker failed; the `__cause__` of what is raised for it."""

    def __str__(self):
        return "\n" + self.args[0]


class Processes:
    """Iterator over the results of a job; its orders are given by `begin`.

    # Arguments
        job: Function of (uid, order), or of (uid) when orders are None.
        uid: Number of the data source.
        source: The data source.
        count: Number of processes.
        ahead: How many results may be made in advance.
        seed: Random seed of the first worker, the next ones count on; None derives one from the
            state of NumPy's random numbers.
        copies: Whether the source can only be inherited (a generator), not sent.

    # Raises
        ValueError: when the source cannot be given to a process.
    """

    def __init__(self, job, uid, source, count, ahead, seed=None, copies=False):
        self._workers = []
        self._home = os.getpid()
        self._job, self._uid, self._source = job, uid, source
        self._count, self._ahead, self._seed = count, min(ahead, _MOST * count), seed
        self._context = _context(copies, source)
        self._forks = self._context.get_start_method() == "fork"
        self._orders = iter(())
        self._pending = deque()         # the workers whose answers come next
        self._turn = self._passes = 0
        self._start()

    def begin(self, orders):
        """Take new orders, once all former ones have been delivered."""
        self._orders = iter(orders)
        self._ask()

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            self._ask()
            if not self._pending:
                raise StopIteration
            worker = self._pending.popleft()
            error, result = worker.answer()
            if error is None:
                return result
            if not isinstance(error, StopIteration):
                raise error
            worker.ended = True         # of a generator that others may still have some of

    def _ask(self):
        while len(self._pending) < self._ahead:
            open_ones = [w for w in self._workers if not w.ended]
            if not open_ones:
                return
            try:
                order = next(self._orders)
            except StopIteration:
                return
            worker = open_ones[self._turn % len(open_ones)]
            self._turn += 1
            worker.tell("make", order)
            self._pending.append(worker)

    def _start(self):
        source = self._source if self._forks else _packed(self._source)
        seed = self._seed
        if seed is None:                # no draw, so that the numbers of this process stay theirs
            state = np.random.get_state()
            seed = zlib.crc32(state[1].tobytes()) + 7919 * state[2]
        try:
            with _ctrl_c_later():               # no process that nobody knows of
                for number in range(self._count):
                    self._start_one(number, source, seed + self._passes * self._count)
        except BaseException:
            self.close(0)
            raise

    def _start_one(self, number, source, seed):
        here, there = self._context.Pipe()
        _pipes.add(here)
        task = (there, self._job, self._uid, source, seed + number, _second_name())
        process = self._context.Process(target=_work, args=task, daemon=True,
                                        name=f"kerastutor-batches-{number + 1}")
        with warnings.catch_warnings():         # what a fork of threads may harm is not used there
            warnings.filterwarnings("ignore", ".*fork.*", DeprecationWarning)
            process.start()
        there.close()
        self._workers.append(_Worker(process, here))

    def renew(self):
        """Give all workers the data source as it is now."""
        self._passes += 1
        self._turn = 0
        if self._forks:
            self.close()
            self._start()
        else:
            source = _packed(self._source)
            for worker in self._workers:
                worker.tell("source", source)

    def close(self, timeout=None):
        """End the processes; one that does not end by itself in time is killed.

        # Arguments
            timeout: Seconds to wait for batches in the making.
        """
        end = time.perf_counter() + (GRACE if timeout is None else timeout)
        with _ctrl_c_later() as rung:
            workers, self._workers = self._workers, []
            self._pending.clear()
            for worker in workers:
                worker.tell("end")
                worker.pipe.close()
                _pipes.discard(worker.pipe)
            for worker in workers:
                left = end - time.perf_counter()
                while left > 0 and not rung and worker.process.is_alive():
                    worker.process.join(min(left, _MOMENT))
                    left = end - time.perf_counter()
                if worker.process.is_alive():
                    worker.process.kill()
                    worker.process.join()
                worker.process.close()

    def __del__(self):
        """End what Ctrl-C has kept `close` from ending."""
        if self._workers and os.getpid() == self._home:
            self.close(0)


class _Worker:
    """This side of a process: its pipe, and whether its generator has ended."""

    def __init__(self, process, pipe):
        self.process, self.pipe, self.ended = process, pipe, False
        self.id = process.pid

    def tell(self, what, value=None):
        """Send "make" with an order, "source" with a packed data source, or "end"."""
        with contextlib.suppress(OSError):          # a dead worker is reported by its answer
            self.pipe.send((what, value))

    def answer(self):
        """(error or None, result) of the oldest order."""
        try:
            if not self.pipe.poll():
                while not wait([self.pipe, self.process.sentinel], _LOOK):
                    if not self.process.is_alive():
                        break
                if not self.pipe.poll():
                    raise EOFError
            return _receive(self.pipe)
        except (EOFError, OSError):
            self.process.join(10 * _LOOK)
            raise RuntimeError(f"generator: worker process {self.id} must live as long as it is "
                               f"needed, but {_end(self.process.exitcode)}. If memory ran out, use "
                               "fewer workers or smaller batches; a program that starts them "
                               "needs `if __name__ == '__main__':` around its main part.") \
                from None


@contextlib.contextmanager
def _ctrl_c_later():
    """Ctrl-C during the block takes effect at its end; what is yielded is true once it has come."""
    rung = []
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield rung
        return
    signal.signal(signal.SIGINT, lambda *arguments: rung.append(arguments))
    try:
        yield rung
    finally:
        signal.signal(signal.SIGINT, before)
        if rung:
            before(*rung[0])


def _end(code):
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"was killed by {signal.Signals(-code).name}"
    return "is gone" if code is None else f"ended with exit code {code}"


def _context(copies, source):
    methods = multiprocessing.get_all_start_methods()
    if not copies:
        return multiprocessing.get_context()
    if "fork" not in methods:
        raise ValueError(f"generator: a {type(source).__name__} cannot be given to worker "
                         "processes on this system, which has no fork. Use a "
                         "keras.utils.Sequence, or use_multiprocessing=False.")
    return multiprocessing.get_context("fork")


def _packed(source):
    try:
        return pickle.dumps(source)
    except Exception as error:
        raise ValueError(f"generator: {type(source).__name__} must be picklable to be sent to "
                         f"worker processes, got {type(error).__name__}: {error}. Open files and "
                         "locks in __getitem__, or use use_multiprocessing=False.") from error


def _second_name():
    """Whether this package serves as `keras` here, so that it does in a spawned worker too."""
    return sys.modules.get("keras") is sys.modules[_HOME]


def _work(pipe, job, uid, source, seed, second_name):
    """Life of a worker: orders in, batches out, until the orders end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)        # Ctrl-C is the parent's, who ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in _pipes:
        other.close()
    if second_name:
        sys.modules[_HOME].install_as_keras()
    worker_jobs.seed_worker(seed)
    failure = _load(uid, source)
    parent = os.getppid()
    answers = queue.SimpleQueue()
    threading.Thread(target=_send_all, args=(pipe, answers), daemon=True).start()
    while True:
        try:
            while not pipe.poll(_LOOK):
                if os.getppid() != parent:
                    return
            what, value = pipe.recv()
        except (EOFError, OSError):
            return
        if what == "end":
            return
        if what == "source":
            failure = _load(uid, value)
        else:
            answers.put(failure or _answer(job, uid, value))


def _load(uid, source):
    """Put a data source, packed or not, into the table; the answer that tells of an error, or None.
    """
    try:
        worker_jobs.init_pool({uid: pickle.loads(source) if isinstance(source, bytes) else source})
    except Exception as error:
        return _packed_error(error)
    return None


def _answer(job, uid, order):
    """Packed result of one order: pickled head and the buffers of its arrays."""
    buffers = []
    try:
        result = job(uid) if order is None else job(uid, order)
        head = pickle.dumps((None, None, result), protocol=5, buffer_callback=buffers.append)
        return [head, *(b.raw() for b in buffers)]
    except BaseException as error:
        return _packed_error(error)


def _packed_error(error):
    text = traceback.format_exc()
    try:
        head = pickle.dumps((error, text, None))
        pickle.loads(head)
    except Exception:
        head = pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), text, None))
    return [head]


def _send_all(pipe, answers):
    """Send answers while the next ones are made."""
    try:
        while True:
            head, *buffers = answers.get()
            pipe.send([b.nbytes for b in buffers])
            pipe.send_bytes(head)
            for buffer in buffers:
                if buffer.nbytes:
                    pipe.send_bytes(buffer)
    except OSError:                                     # nobody listens any more
        os._exit(0)


def _receive(pipe):
    """(error or None, result) that the other side sent."""
    sizes = pipe.recv()
    head = pipe.recv_bytes()
    buffers = [bytearray(size) for size in sizes]
    for buffer in buffers:
        if buffer:
            pipe.recv_bytes_into(buffer)
    error, text, result = pickle.loads(head, buffers=buffers)
    if error is not None:
        error.__cause__ = WorkerTraceback(text)
    return error, result
