# message: only_x
def mix(x, y):
    return np.random.permutation(x), y
