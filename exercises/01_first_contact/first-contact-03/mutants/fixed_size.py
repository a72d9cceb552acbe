# message: raised
def mix(x, y):
    order = np.random.permutation(1437)
    return x[order], y[order]
