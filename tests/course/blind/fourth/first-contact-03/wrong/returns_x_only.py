# mistake: returns new_x only
def mix(x, y):
    order = np.random.permutation(len(y))
    new_x = x[order]
    new_y = y[order]
    return new_x
