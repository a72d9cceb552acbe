# mistake: turns the order round, which leaves the classes sorted
def mix(x, y):
    return x[::-1], y[::-1]
