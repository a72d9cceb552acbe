# mistake: y is ordered with the inverse permutation
def mix(x, y):
    order = np.random.permutation(len(y))
    return x[order], y[np.argsort(order)]
