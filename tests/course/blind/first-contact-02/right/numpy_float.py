# way: np.ceil without int: the returned number is a float such as 225.0.
def count_updates(samples, batch_size, epochs):
    return np.ceil(samples / batch_size) * epochs
