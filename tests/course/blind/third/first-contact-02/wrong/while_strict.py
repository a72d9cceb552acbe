# mistake: the while loop stops as soon as one batch is left, so the last one never counts
def count_updates(samples, batch_size, epochs):
    batches = 0
    left = samples
    while left > batch_size:
        batches += 1
        left -= batch_size
    return batches * epochs
