# message: parameter_order
def count_updates(samples, epochs, batch_size):
    return int(np.ceil(samples / batch_size)) * epochs
