# mistake: returns (new_y, new_x)
def mix(x, y):
    p = np.random.permutation(len(x))
    return y[p], x[p]
