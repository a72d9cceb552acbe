# mistake: np.random.shuffle works in place and returns None, and that is what gets returned.
def mix(x, y):
    np.random.seed(0)
    new_x = np.random.shuffle(x.copy())
    np.random.seed(0)
    new_y = np.random.shuffle(y.copy())
    return new_x, new_y
