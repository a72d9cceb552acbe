# message: flattened
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order].ravel(), y[order]
