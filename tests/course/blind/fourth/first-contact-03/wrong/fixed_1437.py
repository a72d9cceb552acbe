# mistake: the number 1437 of the example is written into the code
def mix(x, y):
    order = np.random.permutation(1437)
    return x[order], y[order]
