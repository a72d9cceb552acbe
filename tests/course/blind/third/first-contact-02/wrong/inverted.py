# mistake: divides the wrong way round, batch size by samples
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(batch_size / samples)) * epochs
