# message: runs_on_floor
def count_updates(samples, batch_size, epochs):
    return samples * epochs // batch_size
