# mistake: a zip object has no length and cannot be shuffled
def mix(x, y):
    pairs = zip(x, y)
    np.random.shuffle(pairs)
    new_x, new_y = zip(*pairs)
    return np.array(new_x), np.array(new_y)
