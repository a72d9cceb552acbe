# message: columns_shuffled
def mix(x, y):
    return x[:, ::-1], y
