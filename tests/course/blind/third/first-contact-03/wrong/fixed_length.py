# mistake: the number of samples 1437 is written into the code, so it works only for these digits
def mix(x, y):
    order = np.random.permutation(1437)
    return x[order], y[order]
