# message: fair_in_front
def mix(x, y):
    first = np.arange(len(x)) % 5 == 0
    return np.concatenate([x[first], x[~first]]), np.concatenate([y[first], y[~first]])
