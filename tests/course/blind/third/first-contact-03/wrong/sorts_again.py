# mistake: np.argsort puts the samples in sorted order again
def mix(x, y):
    order = np.argsort(y)
    return x[order], y[order]
