# way: returns the float of np.ceil
def count_updates(samples, batch_size, epochs):
    return np.ceil(samples / batch_size) * epochs
