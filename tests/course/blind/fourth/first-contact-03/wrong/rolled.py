# mistake: moves the last fifth to the front, so another few classes form the end
def mix(x, y):
    k = len(y) // 5
    return np.roll(x, k, axis=0), np.roll(y, k)
