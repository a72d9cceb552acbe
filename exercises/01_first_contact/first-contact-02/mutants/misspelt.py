# message: error_name_close
def count_updates(samples, batch_size, epochs):
    return np.ceil(sample / batch_size) * epochs
