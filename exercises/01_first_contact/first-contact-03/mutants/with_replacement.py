# message: rows_repeated
def mix(x, y):
    chosen = np.random.choice(len(x), len(x))
    return x[chosen], y[chosen]
