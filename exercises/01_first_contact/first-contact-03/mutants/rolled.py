# message: still_sorted
def mix(x, y):
    half = len(x) // 2 - 40
    return np.roll(x, half, axis=0), np.roll(y, half)
