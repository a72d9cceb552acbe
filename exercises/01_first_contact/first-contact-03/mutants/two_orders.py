# message: shuffled_apart
def mix(x, y):
    return x[np.random.permutation(len(x))], y[np.random.permutation(len(y))]
