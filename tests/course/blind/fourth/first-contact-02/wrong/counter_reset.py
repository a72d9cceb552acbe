# mistake: the counter is set back to zero in each epoch
def count_updates(samples, batch_size, epochs):
    for epoch in range(epochs):
        updates = 0
        for start in range(0, samples, batch_size):
            updates += 1
    return updates
