# mistake: ignores batch_size and always uses 32
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / 32)) * epochs
