# mistake: math is never imported, so each call stops with a NameError
def count_updates(samples, batch_size, epochs):
    return math.ceil(samples / batch_size) * epochs
