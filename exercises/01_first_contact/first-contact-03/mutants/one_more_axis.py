# message: wrong_shapes
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order].reshape(len(x), 1, -1), y[order]
