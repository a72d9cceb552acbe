# mistake: the remaining samples are not set back for each epoch, so only the first epoch counts
def count_updates(samples, batch_size, epochs):
    updates = 0
    left = samples
    for epoch in range(epochs):
        while left > 0:
            updates += 1
            left -= batch_size
    return updates
