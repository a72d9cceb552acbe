# message: parts_exchanged
def mix(x, y):
    a, b, c, d = train_test_split(x, y, test_size=0.2)
    return np.concatenate([a, b]), np.concatenate([d, c])
