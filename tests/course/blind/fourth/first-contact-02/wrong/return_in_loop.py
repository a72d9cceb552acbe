# mistake: return stands within the loop, so only the first epoch is counted
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        updates += int(np.ceil(samples / batch_size))
        return updates
