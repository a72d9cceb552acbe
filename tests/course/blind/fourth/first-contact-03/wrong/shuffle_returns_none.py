# mistake: np.random.shuffle works in place and returns None, which is put into order
def mix(x, y):
    order = np.arange(len(y))
    order = np.random.shuffle(order)
    return x[order], y[order]
