# mistake: The two results are returned in the wrong order: labels first.
def mix(x, y):
    order = np.random.permutation(len(y))
    return y[order], x[order]
