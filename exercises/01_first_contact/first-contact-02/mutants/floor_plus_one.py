# message: one_too_many
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + 1) * epochs
