"""Names and devices of what is being built: `with name_scope('dense_1'): ...` prefixes names, made
unique.
"""

import contextlib
import threading


class _Scopes(threading.local):
    def __init__(self):
        self.names, self.devices, self.loops = [], [], []


_local = _Scopes()
_used = {}


def unique_name(name, prefix=None):
    """`name` inside the current scope, with `_1`, `_2` ... appended when it was given out
    before.
    """
    base = "/".join([_local.names[-1], name] if _local.names and prefix is None else [name])
    count = _used.get(base, 0)
    _used[base] = count + 1
    if not count:
        return base
    while True:
        candidate = "%s_%d" % (base, count)
        if candidate not in _used:
            _used[candidate] = 1
            return candidate
        count += 1


def forget_names():
    """Start naming anew, as `K.clear_session` does."""
    _used.clear()


@contextlib.contextmanager
def name_scope(name):
    """Prefix of the names of everything built inside; nested scopes are joined with '/'."""
    _local.names.append(unique_name(name))
    try:
        yield _local.names[-1]
    finally:
        _local.names.pop()


@contextlib.contextmanager
def device_scope(name):
    """Device on which the nodes built inside are to run, for example `'/cpu:0'` or `'/gpu:0'`."""
    _local.devices.append(name)
    try:
        yield
    finally:
        _local.devices.pop()


def device():
    """Device of the innermost `device_scope`, or None."""
    devices = _local.devices
    return devices[-1] if devices else None


@contextlib.contextmanager
def loop_scope():
    """The step of a loop is being built inside. Gives the token that `loop()` returns there."""
    _local.loops.append(object())
    try:
        yield _local.loops[-1]
    finally:
        _local.loops.pop()


def loop():
    """Token of the innermost `loop_scope`, or None."""
    return _local.loops[-1] if _local.loops else None


def loop_depth():
    """How many `loop_scope` are open."""
    return len(_local.loops)
