# mistake: np.random.shuffle works in place and returns None, which is returned here
def mix(x, y):
    np.random.seed(3)
    new_x = np.random.shuffle(x)
    np.random.seed(3)
    new_y = np.random.shuffle(y)
    return new_x, new_y
