# message: rows_changed
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order] + np.random.normal(0, 50, x.shape), y[order]
