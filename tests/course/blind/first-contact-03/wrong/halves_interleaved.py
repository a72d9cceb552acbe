# mistake: First and second half in turn: the exam still has only classes from the end of each half.
def mix(x, y):
    n = len(x)
    order = np.empty(n, dtype=int)
    order[::2] = np.arange((n + 1) // 2)
    order[1::2] = np.arange((n + 1) // 2, n)
    return x[order], y[order]
