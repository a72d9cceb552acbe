# mistake: the length 1437 is written into the function, so it does not fit other data
def mix(x, y):
    p = np.random.permutation(1437)
    return x[p], y[p]
