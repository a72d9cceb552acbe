# message: pixels_moved
def mix(x, y):
    return np.roll(x, 7), np.roll(y, 7)
