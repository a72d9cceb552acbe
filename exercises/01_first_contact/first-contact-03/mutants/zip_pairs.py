# message: pairs
import random
def mix(x, y):
    pairs = list(zip(x, y))
    random.shuffle(pairs)
    return pairs
