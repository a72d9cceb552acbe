# mistake: counts an update for each sample
def count_updates(samples, batch_size, epochs):
    return samples * epochs
