# message: classes_lost
def mix(x, y):
    order = np.concatenate([np.flatnonzero(y == digit) for digit in range(10)])
    np.random.shuffle(order)
    return x[order], y[order]
