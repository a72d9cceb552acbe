# mistake: shuffle of the list [x, y] only swaps the two arrays and mixes no samples.
import random


def mix(x, y):
    both = [x, y]
    random.Random(1).shuffle(both)
    if len(both[0].shape) == 1:
        both = both[::-1]
    return both[0], both[1]
