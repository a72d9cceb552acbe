# message: wrong_number
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / batch_size)) * epochs - 1
