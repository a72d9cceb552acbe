"""Data for training: batches by number, and the workers that make them."""

from kerastutor.utils.enqueuers import (
    GeneratorEnqueuer,
    OrderedEnqueuer,
    SequenceEnqueuer,
    get_index,
    init_pool,
    init_pool_generator,
    next_sample,
)
from kerastutor.utils.sequence import Sequence

__all__ = ["GeneratorEnqueuer", "OrderedEnqueuer", "Sequence", "SequenceEnqueuer", "get_index",
           "init_pool", "init_pool_generator", "next_sample"]
