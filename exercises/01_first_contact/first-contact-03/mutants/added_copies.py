# message: rows_added
def mix(x, y):
    order = np.random.permutation(len(x))
    return np.concatenate([x, x[order]]), np.concatenate([y, y[order]])
