# message: only_y
def mix(x, y):
    return x, np.random.permutation(y)
