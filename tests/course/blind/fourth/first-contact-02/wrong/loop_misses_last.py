# mistake: the loop stops while a batch is still left, so the last one is never counted
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        left = samples
        while left > batch_size:
            left -= batch_size
            updates += 1
    return updates
