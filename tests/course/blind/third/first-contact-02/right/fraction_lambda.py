# way: a lambda with math.ceil of an exact fraction
from fractions import Fraction
from math import ceil

count_updates = lambda samples, batch_size, epochs: sum([ceil(Fraction(int(samples), int(batch_size)))] * epochs)
