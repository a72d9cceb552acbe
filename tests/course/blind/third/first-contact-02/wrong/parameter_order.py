# mistake: the parameters stand in another order than asked for (epochs before batch_size)
def count_updates(samples, epochs, batch_size):
    return int(np.ceil(samples / batch_size)) * epochs
