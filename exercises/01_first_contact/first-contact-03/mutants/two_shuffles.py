# message: shuffled_apart
def mix(x, y):
    np.random.shuffle(x)
    np.random.shuffle(y)
    return x, y
