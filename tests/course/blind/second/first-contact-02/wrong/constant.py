# mistake: returns the number of the example (1437, 32, 5) whatever it is called with
def count_updates(samples, batch_size, epochs):
    samples = 1437
    batch_size = 32
    epochs = 5
    return -(-samples // batch_size) * epochs
