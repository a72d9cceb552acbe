# message: runs_on
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples * epochs / batch_size))
