# message: still_sorted
def mix(x, y):
    return x[::-1], y[::-1]
