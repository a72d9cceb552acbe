# mistake: // has already cut the short batch off, so ceil has nothing left to round up.
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples // batch_size)) * epochs
