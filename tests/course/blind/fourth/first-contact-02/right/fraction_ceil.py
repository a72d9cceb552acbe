# way: exact fractions and math.ceil
import math
from fractions import Fraction

def count_updates(samples: int, batch_size: int, epochs: int) -> int:
    """Updates of the weights in all epochs."""
    assert samples > 0 and batch_size > 0 and epochs > 0
    return math.ceil(Fraction(samples, batch_size)) * epochs
