# mistake: counts one update for each sample instead of each batch
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        for sample in range(samples):
            updates += 1
    return updates
