# message: wrong_column
def mix(x, y):
    t = np.column_stack([x, y])
    np.random.shuffle(t)
    return t[:, 1:], t[:, 0]
