"""What workers do: one batch of a `Sequence`, or the next of a generator, found by a number.

Only the number of a data source travels to a worker; the sources themselves lie in a table that
every process has for itself.
"""
import os
import random

import numpy as np

_SHARED_SEQUENCES = {}


def init_pool(seqs):
    """Set the table of data sources of this process.

    # Arguments
        seqs: Dictionary from numbers to `Sequence` objects.
    """
    global _SHARED_SEQUENCES
    _SHARED_SEQUENCES = seqs


def init_pool_generator(gens, random_seed=None):
    """Set the table of data sources of this process, and its random state.

    # Arguments
        gens: Dictionary from numbers to generators.
        random_seed: Seed of NumPy, to which the number of the process is added; None leaves it.
    """
    init_pool(gens)
    if random_seed is not None:
        np.random.seed((random_seed + os.getpid()) % 2**32)


def share(uid, source):
    """Put a data source into the table of this process; None takes it out."""
    if source is None:
        _SHARED_SEQUENCES.pop(uid, None)
    else:
        _SHARED_SEQUENCES[uid] = source


def get_index(uid, i):
    """Returns batch number `i` of the `Sequence` number `uid`."""
    return _SHARED_SEQUENCES[uid][i]


def next_sample(uid):
    """Returns the next batch of the generator number `uid`."""
    return next(_SHARED_SEQUENCES[uid])


def seed_worker(seed):
    """Give a worker process random numbers of its own, in NumPy and in `random`."""
    np.random.seed(seed % 2**32)
    random.seed(seed)
