"""Keep Python's cyclic garbage collector from running while many objects are made that all stay."""

import contextlib
import gc
import threading

_lock = threading.Lock()
_depth = 0
_was_on = False


@contextlib.contextmanager
def collector_paused():
    """Inside `with collector_paused():` no collection starts by itself.

    A plan of a deep model consists of hundred thousands of small objects, all of which stay. The
    collector would look through all of them time and again, and find nothing.
    """
    global _depth, _was_on
    with _lock:
        if not _depth:
            _was_on = gc.isenabled()
            gc.disable()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth and _was_on:
                gc.enable()
