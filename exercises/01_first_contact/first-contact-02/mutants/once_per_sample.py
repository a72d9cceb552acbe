# message: per_sample
def count_updates(samples, batch_size, epochs):
    return samples * epochs
