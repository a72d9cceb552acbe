# message: labels_changed
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], y[order] + 1
