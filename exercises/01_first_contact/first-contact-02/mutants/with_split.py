# message: split_taken
def count_updates(samples, batch_size, epochs):
    training = int(samples * 0.8)
    return int(np.ceil(training / batch_size)) * epochs
