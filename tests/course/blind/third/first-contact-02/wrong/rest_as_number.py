# mistake: adds the remaining samples themselves, not one batch for them
def count_updates(samples, batch_size, epochs):
    full, rest = divmod(samples, batch_size)
    return (full + rest) * epochs
