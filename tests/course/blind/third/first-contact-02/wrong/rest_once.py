# mistake: the short batch is added once at the end instead of once per epoch
def count_updates(samples, batch_size, epochs):
    updates = (samples // batch_size) * epochs
    if samples % batch_size != 0:
        updates += 1
    return updates
