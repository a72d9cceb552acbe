# mistake: The short batch is counted once in all, but it comes in every epoch.
def count_updates(samples, batch_size, epochs):
    full, rest = divmod(samples, batch_size)
    updates = full * epochs
    if rest:
        updates += 1
    return updates
