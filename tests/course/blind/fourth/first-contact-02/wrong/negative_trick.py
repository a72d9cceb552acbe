# mistake: the trick with the negative floor has only one of its two minus signs, so the result is negative
def count_updates(samples, batch_size, epochs):
    return (samples // -batch_size) * epochs
