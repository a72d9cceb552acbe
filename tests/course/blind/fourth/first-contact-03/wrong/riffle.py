# mistake: lays two halves into each other like cards; the end still holds only the last class of each half
def mix(x, y):
    n = len(y)
    half = (n + 1) // 2
    order = np.empty(n, dtype=int)
    order[0::2] = np.arange(half)
    order[1::2] = np.arange(half, n)
    return x[order], y[order]
