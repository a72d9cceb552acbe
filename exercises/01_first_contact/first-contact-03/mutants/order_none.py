# message: none_as_index
def mix(x, y):
    order = np.random.shuffle(np.arange(len(x)))
    return x[order], y[order]
