# mistake: turns the order round, so the exam holds just the first classes
def mix(x, y):
    return x[::-1], y[::-1]
