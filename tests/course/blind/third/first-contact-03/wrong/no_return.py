# mistake: the new arrays are made but not returned
def mix(x, y):
    order = np.random.permutation(len(x))
    new_x = x[order]
    new_y = y[order]
