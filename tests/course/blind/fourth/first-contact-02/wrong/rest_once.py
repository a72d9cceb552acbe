# mistake: counts the short batch once in all and not once per epoch
def count_updates(samples, batch_size, epochs):
    updates = samples // batch_size * epochs
    if samples % batch_size:
        updates += 1
    return updates
