# mistake: multiplies by the batch size instead of dividing by it
def count_updates(samples, batch_size, epochs):
    return samples * batch_size * epochs
