# message: none_inside
def mix(x, y):
    rest = np.random.RandomState(3), np.random.RandomState(3)
    return rest[0].shuffle(x), rest[1].shuffle(y)
