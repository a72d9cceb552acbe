# mistake: takes what train_test_split returns in the wrong order, so x_test is taken for y
def mix(x, y):
    new_x, new_y, a, b = train_test_split(x, y, test_size=0.2, random_state=3)
    return new_x, new_y
