# mistake: adds 0.99 before cutting off, which fails for a small rest of a batch larger than 100
def count_updates(samples, batch_size, epochs):
    return int(samples / batch_size + 0.99) * epochs
