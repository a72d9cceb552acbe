# mistake: returns only the training part of train_test_split, a fifth of the samples is lost
def mix(x, y):
    x_a, x_b, y_a, y_b = train_test_split(x, y, test_size=0.2, random_state=0)
    return x_a, y_a
