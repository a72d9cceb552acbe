# mistake: It says 0 when the batch is larger than the data, but then the one short batch is an update.
def count_updates(samples, batch_size, epochs):
    if batch_size > samples:
        return 0
    return -(-samples // batch_size) * epochs
