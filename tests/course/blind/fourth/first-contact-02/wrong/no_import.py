# mistake: math is never imported
def count_updates(samples, batch_size, epochs):
    return math.ceil(samples / batch_size) * epochs
