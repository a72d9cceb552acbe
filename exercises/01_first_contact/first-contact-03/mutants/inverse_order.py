# message: inverse_order
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], y[np.argsort(order)]
