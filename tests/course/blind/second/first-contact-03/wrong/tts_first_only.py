# mistake: returns only the training part of train_test_split, a fifth of the samples is lost
def mix(x, y):
    new_x, rest_x, new_y, rest_y = train_test_split(x, y, test_size=0.2, random_state=3, stratify=y)
    return new_x, new_y
