# mistake: counts an update for each sample instead of for each batch
def count_updates(samples, batch_size, epochs):
    return samples * epochs
