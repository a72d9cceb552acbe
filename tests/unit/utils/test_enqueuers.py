"""Enqueuers: order, ends, errors, for threads and for processes."""
import multiprocessing
import threading
import time
import traceback

import numpy as np
import pytest

from kerastutor.utils import data_utils, worker_jobs
from kerastutor.utils.data_utils import (
    GeneratorEnqueuer,
    OrderedEnqueuer,
    Sequence,
    SequenceEnqueuer,
)

KINDS = [pytest.param(False, id="threads"), pytest.param(True, id="processes")]
needs_fork = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(),
                                reason="generators go to processes by fork")


class Tens(Sequence):
    """Twelve batches; each pass counts on from the last."""

    def __init__(self, slow=0., length=12):
        self.base, self.slow, self.length = 0, slow, length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        time.sleep(self.slow * (index % 3))
        return np.full((2, 3), self.base + index), np.array([index])

    def on_epoch_end(self):
        self.base += 100


class Odd(Sequence):
    """Returns or raises what it was given."""

    def __init__(self, what):
        self.what = what

    def __len__(self):
        return 3

    def __getitem__(self, index):
        if isinstance(self.what, BaseException):
            raise self.what
        return self.what


class Stubborn(Exception):
    """Cannot be pickled: its argument has another form than its text."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


@pytest.fixture(autouse=True)
def fork_where_possible(monkeypatch):
    """The classes of the tests need not be picklable then."""
    get_context = multiprocessing.get_context
    if "fork" in multiprocessing.get_all_start_methods():
        monkeypatch.setattr(multiprocessing, "get_context",
                            lambda method=None: get_context(method or "fork"))


def numbers(count):
    yield from range(count)


def take(enqueuer, count, **arguments):
    enqueuer.start(**arguments)
    try:
        batches = enqueuer.get()
        return [next(batches) for _ in range(count)]
    finally:
        enqueuer.stop()


@pytest.mark.parametrize("processes", KINDS)
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("slow", [0., 0.002])
def test_a_sequence_keeps_its_order(processes, workers, size, slow):
    got = take(OrderedEnqueuer(Tens(slow), processes), 30, workers=workers, max_queue_size=size)
    expected = [p + i for p in (0, 100, 200) for i in range(12)][:30]
    assert [int(x[0, 0]) for x, _ in got] == expected
    assert all(x.flags.writeable and y[0] == x[0, 0] % 100 for x, y in got)


@pytest.mark.parametrize("processes", KINDS)
def test_shuffled_passes_are_whole(processes):
    got = take(OrderedEnqueuer(Tens(), processes, shuffle=True), 24, workers=2)
    order = [int(y[0]) for _, y in got]
    assert sorted(order[:12]) == sorted(order[12:]) == list(range(12))
    assert order[:12] != order[12:]


@pytest.mark.parametrize("processes", KINDS)
def test_a_limit_makes_no_more(processes):
    enqueuer = OrderedEnqueuer(Tens(), processes)
    enqueuer.start(2, limit=14)
    assert len(list(enqueuer.get())) == 14
    enqueuer.stop()
    source = numbers(100)
    enqueuer = GeneratorEnqueuer(source)
    enqueuer.start(1, limit=5)
    assert list(enqueuer.get()) == [0, 1, 2, 3, 4] and next(source) == 5
    enqueuer.stop()


def test_on_epoch_end_follows_the_use_of_the_last_batch():
    data = Tens(length=2)
    enqueuer = OrderedEnqueuer(data)
    enqueuer.start()
    batches = enqueuer.get()
    next(batches), next(batches)
    assert data.base == 0
    enqueuer.end_pass()
    assert data.base == 100
    assert int(next(batches)[0][0, 0]) == 100 and data.base == 100
    enqueuer.stop()


@needs_fork
@pytest.mark.parametrize("workers", [1, 2])
def test_copies_of_a_generator_end_one_by_one(workers):
    enqueuer = GeneratorEnqueuer(numbers(5), True)
    enqueuer.start(workers, 4)
    assert sorted(enqueuer.get()) == sorted(list(range(5)) * workers)
    enqueuer.stop()


@pytest.mark.parametrize("delay", [0., 0.002])
def test_a_generator_that_ends(delay):
    def slow():
        for i in range(20):
            time.sleep(delay)
            yield i

    enqueuer = GeneratorEnqueuer(slow())
    enqueuer.start(1, 4)
    assert list(enqueuer.get()) == list(range(20))
    enqueuer.stop()


def test_threads_share_an_iterator():
    class Shared:
        def __init__(self):
            self.lock, self.count = threading.Lock(), 0

        def __next__(self):
            with self.lock:
                self.count += 1
                number = self.count
            time.sleep(0.002)
            if number > 40:
                raise StopIteration
            return number

    enqueuer = GeneratorEnqueuer(Shared())
    enqueuer.start(4, 10)
    assert sorted(enqueuer.get()) == list(range(1, 41))
    enqueuer.stop()


def test_threads_cannot_share_a_plain_generator():
    def slow():
        while True:
            time.sleep(0.005)
            yield 1

    with pytest.raises(RuntimeError, match="thread-safe"):
        take(GeneratorEnqueuer(slow()), 40, workers=3)


@pytest.mark.parametrize("processes", KINDS)
def test_none_is_left_out(processes):
    class Some(Tens):
        def __getitem__(self, index):
            return None if index % 2 else index

    assert take(OrderedEnqueuer(Some(), processes), 6, workers=2) == [0, 2, 4, 6, 8, 10]


@pytest.mark.parametrize("processes", KINDS)
@pytest.mark.parametrize("error", [KeyError("no file"), Stubborn(1, 2), StopIteration(),
                                   SystemExit(3)], ids=lambda e: type(e).__name__)
def test_errors_come_with_the_traceback_of_the_worker(processes, error):
    enqueuer = OrderedEnqueuer(Odd(error), processes)
    expected = RuntimeError if isinstance(error, StopIteration) or (
        processes and isinstance(error, Stubborn)) else type(error)
    with pytest.raises(expected) as caught:
        take(enqueuer, 1, workers=2)
    text = "".join(traceback.format_exception(caught.value))
    assert "__getitem__" in text and type(error).__name__ in text
    assert not enqueuer.is_running()


@pytest.mark.parametrize("processes", KINDS)
def test_an_error_in_on_epoch_end(processes):
    data = Tens(length=2)
    data.on_epoch_end = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        take(OrderedEnqueuer(data, processes), 3)


@needs_fork
def test_a_batch_that_cannot_be_sent_is_an_error():
    with pytest.raises(Exception, match="[Pp]ickle|local object"):
        take(OrderedEnqueuer(Odd(lambda: 1), True), 1)


def test_spawned_workers_get_the_sequence_as_it_is(monkeypatch):
    context = multiprocessing.get_context("spawn")
    monkeypatch.setattr(multiprocessing, "get_context", lambda method=None: context)
    got = take(OrderedEnqueuer(Tens(length=3), True), 5, workers=1)
    assert [int(x[0, 0]) for x, _ in got] == [0, 1, 2, 100, 101]
    with pytest.raises(ValueError, match="must be picklable"):
        OrderedEnqueuer(Odd(lambda: 1), True).start()


def test_a_system_without_fork(monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    with pytest.raises(ValueError, match="use_multiprocessing=False"):
        GeneratorEnqueuer(numbers(3), True).start()


@needs_fork
def test_random_numbers_of_workers_differ_and_repeat():
    class Draws(Tens):
        def __getitem__(self, index):
            return np.random.randint(10**9)

    def draw():
        np.random.seed(5)
        got = take(OrderedEnqueuer(Draws(), True), 24, workers=3)
        return got, np.random.randint(10**9)

    np.random.seed(5)
    untouched = np.random.randint(10**9)
    (first, after), (second, _) = draw(), draw()
    assert first == second and len(set(first)) == 24 and after == untouched


def test_random_seed_of_a_generator():
    def draws():
        while True:
            yield np.random.randint(10**9)

    one, two = (take(GeneratorEnqueuer(draws(), True, random_seed=7), 4) for _ in range(2))
    assert one == two == list(np.random.RandomState(7).randint(10**9, size=4))


@pytest.mark.parametrize(("arguments", "message"), [
    ({"workers": 0}, "workers must be an integer of at least 1, got 0"),
    ({"workers": 1.5}, "workers must be an integer"),
    ({"max_queue_size": -1}, "max_queue_size must be an integer of at least 0, got -1"),
])
def test_wrong_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        OrderedEnqueuer(Tens()).start(**arguments)


def test_states():
    enqueuer = OrderedEnqueuer(Tens())
    assert not enqueuer.is_running()
    enqueuer.stop()
    enqueuer.start()
    assert enqueuer.is_running() and enqueuer.uid in worker_jobs._SHARED_SEQUENCES
    with pytest.raises(RuntimeError, match="already|again"):
        enqueuer.start()
    enqueuer.stop()
    assert not enqueuer.is_running() and enqueuer.uid not in worker_jobs._SHARED_SEQUENCES
    with pytest.raises(ValueError, match="length 0"):
        OrderedEnqueuer(Tens(length=0)).start()
    with pytest.raises(NotImplementedError, match="OrderedEnqueuer"):
        SequenceEnqueuer(Tens()).get()
    with pytest.warns(DeprecationWarning, match="wait_time"):
        GeneratorEnqueuer(numbers(1), wait_time=0.1)


def test_jobs_of_workers(monkeypatch):
    monkeypatch.setattr(worker_jobs, "_SHARED_SEQUENCES", {})
    data_utils.init_pool({3: [5, 6]})
    assert data_utils.get_index(3, 1) == 6
    state = np.random.get_state()
    data_utils.init_pool_generator({4: numbers(2)}, random_seed=1)
    first = np.random.rand()
    data_utils.init_pool_generator({4: numbers(2)}, random_seed=1)
    assert np.random.rand() == first and data_utils.next_sample(4) == 0
    np.random.set_state(state)
