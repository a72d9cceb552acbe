# message: rest_added
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + samples % batch_size) * epochs
