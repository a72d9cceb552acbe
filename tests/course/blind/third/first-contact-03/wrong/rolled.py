# mistake: only pushes the samples round by half, so they are still sorted in blocks
def mix(x, y):
    half = len(x) // 2
    return np.roll(x, half, axis=0), np.roll(y, half)
