# message: rows_lost
def mix(x, y):
    return x[::5], y[::5]
