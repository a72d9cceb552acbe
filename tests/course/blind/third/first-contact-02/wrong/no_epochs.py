# mistake: counts one epoch only and forgets the number of epochs
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / batch_size))
