# mistake: the arguments are declared in another order than the text says
def count_updates(samples, epochs, batch_size):
    return int(np.ceil(samples / batch_size)) * epochs
