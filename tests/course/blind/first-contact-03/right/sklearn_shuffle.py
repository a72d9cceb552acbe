# way: sklearn does it, with a fixed seed.
from sklearn.utils import shuffle


def mix(x, y):
    return tuple(shuffle(x, y, random_state=42))
