# message: still_sorted
def mix(x, y):
    order = np.argsort(-y, kind="stable")
    return x[order], y[order]
