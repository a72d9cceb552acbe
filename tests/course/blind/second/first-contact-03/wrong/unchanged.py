# mistake: returns the data in the old order
def mix(x, y):
    new_x = x.copy()
    new_y = y.copy()
    return new_x, new_y
