# message: large_batch
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / batch_size)) * epochs * (samples >= batch_size)
