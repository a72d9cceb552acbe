# mistake: One batch is added even when the samples divide evenly and no short batch is left.
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + 1) * epochs
