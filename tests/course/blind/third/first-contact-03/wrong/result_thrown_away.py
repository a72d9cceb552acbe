# mistake: sklearn's shuffle returns new arrays, but they are thrown away and the sorted ones returned
from sklearn.utils import shuffle


def mix(x, y):
    shuffle(x, y, random_state=0)
    return x, y
