# mistake: a set that is smaller than a batch counts as no update
def count_updates(samples, batch_size, epochs):
    if samples < batch_size:
        return 0
    return int(np.ceil(samples / batch_size)) * epochs
