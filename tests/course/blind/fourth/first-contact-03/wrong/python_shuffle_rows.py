# mistake: random.shuffle swaps views of numpy rows, so rows get lost and doubled
import random

def mix(x, y):
    random.seed(1)
    random.shuffle(x)
    random.seed(1)
    random.shuffle(y)
    return x, y
