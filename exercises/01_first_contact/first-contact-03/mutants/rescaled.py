# message: values_changed
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order] / x.max(), y[order]
