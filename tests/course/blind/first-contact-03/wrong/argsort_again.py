# mistake: It sorts by the label once more; sorted data stay sorted.
def mix(x, y):
    order = np.argsort(y, kind="stable")
    new_x, new_y = x[order], y[order]
    return new_x, new_y
