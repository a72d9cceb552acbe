# message: last_batch_dropped
def count_updates(samples, batch_size, epochs):
    steps = int(samples / batch_size)
    return steps * epochs
