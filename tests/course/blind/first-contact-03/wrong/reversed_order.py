# mistake: Reversed data are still sorted: the exam now holds only the first classes.
def mix(x, y):
    return x[::-1], y[::-1]
