# mistake: adds the number of left-over samples rather than one batch for them
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + samples % batch_size) * epochs
