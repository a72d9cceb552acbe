# mistake: return stands inside the loop, so it leaves after the first epoch
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        updates += len(range(0, samples, batch_size))
        return updates
