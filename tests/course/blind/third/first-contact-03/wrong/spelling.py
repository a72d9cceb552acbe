# mistake: permutation is misspelled, so it stops with an AttributeError
def mix(x, y):
    order = np.random.permuation(len(x))
    return x[order], y[order]
