# message: column_lost
def mix(x, y):
    t = np.column_stack([x, y])
    np.random.shuffle(t)
    return t[:, :-2], t[:, -1]
