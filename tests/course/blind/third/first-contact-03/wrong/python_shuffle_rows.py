# mistake: random.shuffle swaps row views of a 2-d array, which overwrites rows, so samples are lost and doubled
import random


def mix(x, y):
    random.seed(1)
    random.shuffle(x)
    random.seed(1)
    random.shuffle(y)
    return x, y
