# mistake: does not round at all and returns fractions of updates
def count_updates(samples, batch_size, epochs):
    return samples / batch_size * epochs
