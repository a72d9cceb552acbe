# mistake: always adds a batch for the remainder, even if the batches come out evenly
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + 1) * epochs
