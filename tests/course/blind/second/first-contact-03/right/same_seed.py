# way: two shuffles in place with the same seed
def mix(x, y):
    a, b = x.copy(), y.copy()
    np.random.RandomState(5).shuffle(a)
    np.random.RandomState(5).shuffle(b)
    return a, b
