# mistake: The number of batches is left a fraction: a short batch counts as less than one update.
def count_updates(samples, batch_size, epochs):
    return samples / batch_size * epochs
