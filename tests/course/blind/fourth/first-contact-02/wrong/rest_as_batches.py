# mistake: adds the rest itself where one batch is meant
def count_updates(samples, batch_size, epochs):
    full, rest = divmod(samples, batch_size)
    return (full + rest) * epochs
