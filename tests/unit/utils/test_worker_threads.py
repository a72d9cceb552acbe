"""When batches are made by threads, and when where they are used."""
import itertools
import threading
import time

from kerastutor.utils.worker_threads import Threads


def crew(cost, count=1, ahead=10):
    made = []

    def job(uid, order):
        made.append(threading.current_thread())
        end = time.perf_counter() + cost
        while time.perf_counter() < end:
            time.sleep(0)
        return order

    threads = Threads(job, 0, count, ahead)
    threads.begin(itertools.count())
    return threads, made


def test_cheap_batches_are_made_by_the_consumer():
    threads, made = crew(0)
    assert [next(threads) for _ in range(2000)] == list(range(2000))
    assert set(made[:3]) == {threading.current_thread()}
    assert made.count(threading.current_thread()) > 1500
    threads.close()


def test_dear_batches_are_made_ahead_by_threads():
    threads, made = crew(0.003, count=2)
    got = []
    for _ in range(30):
        got.append(next(threads))
        time.sleep(0.005)
    assert got == list(range(30))
    others = [t for t in made if t is not threading.current_thread()]
    assert len(others) >= 15 and len(made) > 30         # some are made in advance
    threads.close()
    assert not any(t.is_alive() for t in others)


def test_slower_threads_are_given_up():
    threads, _ = crew(0)
    threads._since = 0.
    threads._pace[True] = 1.
    threads._alone = False
    threads._busy, threads._made = 16., 8
    threads._decide(16.)
    assert threads._alone and threads._patience > 0     # two seconds a batch instead of one
    for now in range(2, 200):
        threads._busy, threads._made = 8., 8
        threads._decide(16. * now)
        if not threads._alone:
            break
    assert not threads._alone                           # and tried again later
    threads.close()


def test_close_does_not_wait_for_a_slow_batch():
    started, closed = threading.Event(), threading.Event()

    def job(uid, order):
        if order > 2:
            started.set()
            assert closed.wait(60)
        else:
            time.sleep(0.002)
        return order

    threads = Threads(job, 0, 1, 4)
    threads.begin(range(9))
    assert [next(threads) for _ in range(3)] == [0, 1, 2]
    assert started.wait(60)
    threads.close(0.1)          # returns although the batch in the making waits for that
    closed.set()
    threads.close(60)
    assert not any(thread.is_alive() for thread in threads._threads)
