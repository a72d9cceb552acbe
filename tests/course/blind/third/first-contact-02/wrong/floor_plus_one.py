# mistake: always adds one batch, also when the batches fit exactly
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + 1) * epochs
