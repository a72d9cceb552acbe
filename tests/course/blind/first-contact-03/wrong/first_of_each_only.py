# mistake: The classes are cut down to the size of the smallest, so samples are lost.
def mix(x, y):
    smallest = min(np.bincount(y)[np.unique(y)])
    order = np.concatenate([np.flatnonzero(y == c)[:smallest] for c in np.unique(y)])
    order = np.random.permutation(order)
    return x[order], y[order]
