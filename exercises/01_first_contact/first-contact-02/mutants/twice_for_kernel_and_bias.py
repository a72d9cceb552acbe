# message: same_factor
def count_updates(samples, batch_size, epochs):
    return 2 * int(np.ceil(samples / batch_size)) * epochs
