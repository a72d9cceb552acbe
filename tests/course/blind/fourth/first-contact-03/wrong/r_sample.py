# mistake: habit of R: indices from 1 to n, the last one does not exist
def mix(x, y):
    order = np.random.permutation(np.arange(1, len(y) + 1))
    return x[order], y[order]
