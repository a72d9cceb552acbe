# message: exchanged
def mix(x, y):
    order = np.random.permutation(len(x))
    return y[order], x[order]
