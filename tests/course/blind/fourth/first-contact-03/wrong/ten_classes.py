# mistake: collects only the labels 0 to 9, so other classes get lost
def mix(x, y):
    parts = [np.where(y == digit)[0] for digit in range(10)]
    order = np.concatenate(parts)
    np.random.shuffle(order)
    return x[order], y[order]
