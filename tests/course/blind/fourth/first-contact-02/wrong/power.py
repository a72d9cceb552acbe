# mistake: ** in place of *
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / batch_size)) ** epochs
