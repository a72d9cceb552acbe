# mistake: Whole batches only: // throws the short last batch of each epoch away.
def count_updates(samples, batch_size, epochs):
    return samples // batch_size * epochs
