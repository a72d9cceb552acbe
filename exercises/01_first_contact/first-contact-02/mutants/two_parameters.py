# message: other_parameters
def count_updates(samples, batch_size):
    return -(-samples // batch_size)
