# message: rounded
def count_updates(samples, batch_size, epochs):
    return round(samples / batch_size) * epochs
