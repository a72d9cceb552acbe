# message: unchanged
def mix(x, y):
    np.random.permutation(x)
    np.random.permutation(y)
    return x, y
