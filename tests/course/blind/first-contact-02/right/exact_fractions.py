# way: Exact fractions and math.ceil, in a class with __call__.
import math
from fractions import Fraction


class UpdateCounter:
    def __call__(self, samples, batch_size, epochs):
        return math.ceil(Fraction(samples, batch_size)) * epochs


count_updates = UpdateCounter()
