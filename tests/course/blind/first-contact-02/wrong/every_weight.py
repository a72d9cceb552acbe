# mistake: It multiplies with the number of weights, as if each weight were an update of its own.
def count_updates(samples, batch_size, epochs):
    weights = 64 * 32 + 32 + 32 * 10 + 10
    return -(-samples // batch_size) * epochs * weights
