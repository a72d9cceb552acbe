# mistake: The batch size is fixed at 32 and the argument ignored.
def count_updates(samples, batch_size, epochs):
    batch_size = 32
    return int(np.ceil(samples / batch_size)) * epochs
