# mistake: does not round at all and returns a broken number of updates
def count_updates(samples, batch_size, epochs):
    return samples / batch_size * epochs
