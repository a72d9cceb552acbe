# message: rows_repeated
def mix(x, y):
    chosen = np.random.randint(0, len(x), size=len(x))
    return x[chosen], y[chosen]
