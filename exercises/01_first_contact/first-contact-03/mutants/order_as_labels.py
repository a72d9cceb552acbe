# message: order_returned
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], order
