# message: split_taken
def count_updates(samples, batch_size, epochs):
    training = int(samples * (1 - 0.1))
    return int(np.ceil(training / batch_size)) * epochs
