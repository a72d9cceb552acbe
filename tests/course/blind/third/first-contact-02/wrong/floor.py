# mistake: rounds down, so the short last batch is not counted
def count_updates(samples, batch_size, epochs):
    return samples // batch_size * epochs
