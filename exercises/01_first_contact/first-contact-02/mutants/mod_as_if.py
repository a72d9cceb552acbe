# message: one_added_when_even
def count_updates(samples, batch_size, epochs):
    n = samples // batch_size
    if samples % batch_size == 0:
        n += 1
    return n * epochs
