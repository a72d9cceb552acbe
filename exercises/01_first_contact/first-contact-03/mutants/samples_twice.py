# message: x_twice
def mix(x, y):
    order = np.random.permutation(len(y))
    return x[order], x[order]
