def mix(x, y):
    a, b, c, d = train_test_split(x, y, test_size=0.2, stratify=y)
    return np.vstack([a, b]), np.hstack([c, d]).reshape(-1, 1)
