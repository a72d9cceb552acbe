# mistake: returns only the training part of the split and loses the rest
def mix(x, y):
    x_a, x_b, y_a, y_b = train_test_split(x, y, test_size=0.2, stratify=y)
    return x_a, y_a
