from math import floor


def count_updates(samples, batch_size, epochs=1):
    full, rest = divmod(samples, batch_size)
    return np.float32(floor(full + (rest > 0)) * epochs)
