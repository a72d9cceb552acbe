# mistake: multiplies batch size and epochs
def count_updates(samples, batch_size, epochs):
    return batch_size * epochs
