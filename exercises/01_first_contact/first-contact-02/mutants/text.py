# message: no_number
def count_updates(samples, batch_size, epochs):
    return f"{-(-samples // batch_size) * epochs} updates"
