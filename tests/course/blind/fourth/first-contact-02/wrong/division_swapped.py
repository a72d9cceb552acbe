# mistake: divides the batch size by the samples
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(batch_size / samples)) * epochs
