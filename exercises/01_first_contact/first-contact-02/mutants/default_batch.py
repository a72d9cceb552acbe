# message: batch_of_32
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / 32)) * epochs
