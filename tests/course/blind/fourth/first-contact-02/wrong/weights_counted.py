# mistake: counts batches times samples per batch, that is samples seen rather than updates, with the last batch filled up
def count_updates(samples, batch_size, epochs):
    batches = -(-samples // batch_size)
    return batches * batch_size * epochs
