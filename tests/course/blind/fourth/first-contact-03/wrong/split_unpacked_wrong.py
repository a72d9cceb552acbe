# mistake: unpacks the result of train_test_split in the wrong order
def mix(x, y):
    x_a, y_a, x_b, y_b = train_test_split(x, y, test_size=0.2)
    return np.concatenate([x_a, x_b]), np.concatenate([y_a, y_b])
