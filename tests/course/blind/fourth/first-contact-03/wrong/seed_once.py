# mistake: the seed is set only once, so the second shuffle has another order
def mix(x, y):
    np.random.seed(0)
    np.random.shuffle(x)
    np.random.shuffle(y)
    return x, y
