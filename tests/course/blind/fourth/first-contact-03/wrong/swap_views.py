# mistake: swaps rows of x by tuple assignment; these are views, so one row is lost in each swap
def mix(x, y):
    for i in range(len(y) - 1, 0, -1):
        j = np.random.randint(i + 1)
        x[i], x[j] = x[j], x[i]
        y[i], y[j] = y[j], y[i]
    return x, y
