# mistake: It counts an update for every sample instead of every batch.
def count_updates(samples, batch_size, epochs):
    return samples * epochs
