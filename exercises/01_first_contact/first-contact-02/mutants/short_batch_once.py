# message: short_batch_once
def count_updates(samples, batch_size, epochs):
    return samples // batch_size * epochs + (samples % batch_size > 0)
