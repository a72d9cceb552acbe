# mistake: overwrites the arguments with the numbers of the example
def count_updates(samples, batch_size, epochs):
    samples = 1437
    batch_size = 32
    epochs = 5
    return int(np.ceil(samples / batch_size)) * epochs
