# way: one permutation for both
def mix(x, y):
    p = np.random.permutation(len(x))
    return x[p], y[p]
