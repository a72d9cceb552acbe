# way: pairs in a list, shuffled with Python's random, made arrays again
import random

def mix(x, y):
    pairs = list(zip(x, y))
    random.shuffle(pairs)
    new_x, new_y = zip(*pairs)
    return np.array(new_x), np.array(new_y)
