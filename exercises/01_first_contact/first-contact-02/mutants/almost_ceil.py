# message: almost_ceil
def count_updates(samples, batch_size, epochs):
    return int(samples / batch_size + 0.99) * epochs
