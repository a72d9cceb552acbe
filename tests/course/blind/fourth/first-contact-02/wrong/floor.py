# mistake: the short last batch of each epoch is not counted
def count_updates(samples, batch_size, epochs):
    return samples // batch_size * epochs
