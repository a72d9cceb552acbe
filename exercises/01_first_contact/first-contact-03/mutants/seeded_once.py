# message: shuffled_apart
def mix(x, y):
    rng = np.random.RandomState(0)
    return x[rng.permutation(len(x))], y[rng.permutation(len(x))]
