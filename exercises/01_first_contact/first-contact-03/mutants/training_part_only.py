# message: rows_lost
def mix(x, y):
    order = np.random.permutation(len(x))[: int(0.8 * len(x))]
    return x[order], y[order]
