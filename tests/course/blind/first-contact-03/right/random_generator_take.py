# way: numpy's new Generator, kept outside the function, and np.take in a generator expression.
rng = np.random.default_rng(2024)


def mix(x, y):
    i = np.arange(y.shape[0])
    rng.shuffle(i)
    return tuple(np.take(a, i, axis=0) for a in (x, y))
