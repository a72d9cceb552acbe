# message: columns_apart
def mix(x, y):
    order = np.argsort(np.random.rand(*x.shape), axis=0)
    return np.take_along_axis(x, order, axis=0), y
