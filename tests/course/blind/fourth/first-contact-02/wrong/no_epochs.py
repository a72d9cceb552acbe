# mistake: forgets the epochs
def count_updates(samples, batch_size, epochs):
    batches = int(np.ceil(samples / batch_size))
    return batches
