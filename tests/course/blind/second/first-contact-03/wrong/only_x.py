# mistake: only x is brought into the new order, y stays as it was
def mix(x, y):
    p = np.random.permutation(len(x))
    return x[p], y
