def mix(x, y):
    """No chance at all: every fifth sample goes into the exam."""
    exam = np.arange(len(y)) % 5 == 4
    return np.concatenate([x[~exam], x[exam]]), np.concatenate([y[~exam], y[exam]])
