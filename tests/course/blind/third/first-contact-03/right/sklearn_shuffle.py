# way: sklearn.utils.shuffle, which returns a list
from sklearn.utils import shuffle


def mix(x, y):
    return shuffle(x, y, random_state=42)
