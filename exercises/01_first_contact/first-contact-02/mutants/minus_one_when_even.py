# message: looks_like
def count_updates(samples, batch_size, epochs):
    batches = -(-samples // batch_size)
    if samples % batch_size == 0:
        batches -= 1
    return batches * epochs
