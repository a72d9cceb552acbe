"""Batches from threads, in the order in which they were asked for.

Handing a batch from thread to thread costs some ten microseconds, a good part of a small model's
whole step, and a thread that runs Python keeps the consumer from running. So the consumer makes
batches itself as long as they are cheap, or as long as it gets on faster so; and threads are asked
in gulps: when half of the stock is used up, for the other half at once.
"""
import math
import queue
import threading
from collections import deque
from time import perf_counter

CHEAP = 100e-6          # seconds; batches that take less are made where they are used
SHARE = 0.04            # of the time; the same when making batches takes less than this
DEAR = 3 * CHEAP        # batches that take more are left to threads at once
PERIOD, BATCHES = 5e-3, 8       # seconds and batches, at least, between two decisions
PATIENCE = 64           # decisions until threads that were slower are tried again
GRACE = 1.0             # seconds that `close` waits for batches in the making


class Threads:
    """Iterator over the results of a job; its orders are given by `begin`.

    # Arguments
        job: Function of (uid, order), or of (uid) when orders are None.
        uid: Number of the data source.
        count: Number of threads, started only when they are worth it.
        ahead: How many results may be made in advance.
    """

    def __init__(self, job, uid, count, ahead):
        self._job, self._uid, self._count, self._ahead = job, uid, count, ahead
        self._orders = iter(())
        self._todo = queue.SimpleQueue()
        self._pending = deque()
        self._threads = []
        self._closed = False
        self._alone = True
        self._since = None              # when the first batch was there
        self._busy, self._made = 0., 0
        self._pace = {True: math.inf, False: math.inf}      # seconds a batch, alone or not
        self._patience = 0

    def begin(self, orders):
        """Take new orders, once all former ones have been delivered."""
        self._orders = iter(orders)

    def __iter__(self):
        return self

    def __next__(self):
        if not self._pending:
            if self._alone:
                return self._make_here()
            self._ask()
            if not self._pending:
                raise StopIteration
        task = self._pending.popleft()
        if not self._alone and 2 * len(self._pending) <= self._ahead:
            self._ask()
        task.ready.acquire()
        self._note(task.seconds, perf_counter())
        if task.error is None:
            return task.result
        if isinstance(task.error, StopIteration):
            self._orders = iter(())
            return next(self)           # what was asked later may still have got a batch
        raise task.error

    def _make_here(self):
        order = next(self._orders)
        start = perf_counter()
        result = self._job(self._uid) if order is None else self._job(self._uid, order)
        end = perf_counter()
        if self._since is None:         # the first batch may open files: it does not count
            self._since = end
            return result
        self._note(end - start, end)
        return result

    def _note(self, seconds, now):
        self._busy += seconds
        self._made += 1
        if self._made >= BATCHES and now - self._since > PERIOD:
            self._decide(now)
        elif self._alone and self._made == 1 and not self._patience and (
                seconds > max(DEAR, SHARE * (now - self._since))):
            self._alone = False

    def _decide(self, now):
        """Whether to go on alone, by what the last batches took."""
        elapsed, pace = now - self._since, self._pace
        pace[self._alone] = min(elapsed / self._made, 1.05 * pace[self._alone])
        if self._busy < CHEAP * self._made or self._busy < SHARE * elapsed:
            self._alone, self._patience = True, 0
        elif self._alone:
            self._patience -= 1
            self._alone = self._patience > 0
        elif pace[False] > 1.02 * pace[True]:
            self._alone, self._patience = True, PATIENCE
        self._since, self._busy, self._made = now, 0., 0

    def _ask(self):
        """Order as much as may be in stock."""
        while len(self._threads) < self._count:
            thread = threading.Thread(target=self._work, daemon=True,
                                      name=f"kerastutor-batches-{len(self._threads) + 1}")
            self._threads.append(thread)
            thread.start()
        while len(self._pending) < self._ahead:
            try:
                task = _Task(next(self._orders))
            except StopIteration:
                return
            self._pending.append(task)
            self._todo.put(task)

    def _work(self):
        while (task := self._todo.get()) is not None:
            if self._closed:
                continue
            start = perf_counter()
            try:
                task.result = (self._job(self._uid) if task.order is None
                               else self._job(self._uid, task.order))
            except BaseException as error:
                task.error = error
            task.seconds = perf_counter() - start
            task.ready.release()

    def renew(self):
        """Tell that the data source has changed; threads see that by themselves."""

    def close(self, timeout=None):
        """End the threads.

        # Arguments
            timeout: Seconds to wait for batches in the making; a thread that takes longer ends by
                itself after its batch.
        """
        self._closed = True
        for _ in self._threads:
            self._todo.put(None)
        end = perf_counter() + (GRACE if timeout is None else timeout)
        for thread in self._threads:
            thread.join(max(0., end - perf_counter()))


class _Task:
    """One order, and what came of it once `ready` is released."""

    __slots__ = ("error", "order", "ready", "result", "seconds")

    def __init__(self, order):
        self.order = order
        self.result = self.error = None
        self.ready = threading.Lock()
        self.ready.acquire()
