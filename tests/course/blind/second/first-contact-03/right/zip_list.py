# way: pairs in a list, shuffled by random
import random
def mix(x, y):
    pairs = list(zip(x, y))
    random.shuffle(pairs)
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
