# mistake: true division without rounding gives a fraction of an update
def count_updates(samples, batch_size, epochs):
    return samples / batch_size * epochs
