# message: dealt_out
def mix(x, y):
    rank = np.concatenate([np.arange(np.sum(y == label)) for label in np.unique(y)])
    order = np.argsort(rank, kind="stable")
    return x[order], y[order]
