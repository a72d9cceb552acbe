# message: per_epoch
def count_updates(samples, batch_size, epochs):
    return epochs
