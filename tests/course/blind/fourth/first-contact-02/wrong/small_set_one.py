# mistake: a set that is smaller than a batch counts as one update whatever the epochs
def count_updates(samples, batch_size, epochs):
    if samples <= batch_size:
        return 1
    return int(np.ceil(samples / batch_size)) * epochs
