# message: y_twice
def mix(x, y):
    order = np.random.permutation(len(x))
    return y[order], y[order]
