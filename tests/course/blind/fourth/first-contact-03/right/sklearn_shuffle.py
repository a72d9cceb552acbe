# way: sklearn.utils.shuffle, its list returned
from sklearn.utils import shuffle

def mix(x, y):
    return shuffle(x, y, random_state=3)
