# mistake: sorts by class once more, which leaves the data sorted
def mix(x, y):
    order = np.argsort(y)
    return x[order], y[order]
