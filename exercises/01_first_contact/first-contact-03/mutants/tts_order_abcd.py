# message: parts_of_x
def mix(x, y):
    x_tr, y_tr, x_te, y_te = train_test_split(x, y, test_size=0.2)
    return x_tr, y_tr
