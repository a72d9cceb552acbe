# way: argsort of random keys and take
def mix(x, y):
    order = np.random.rand(len(y)).argsort()
    return np.take(x, order, axis=0), np.take(y, order)
