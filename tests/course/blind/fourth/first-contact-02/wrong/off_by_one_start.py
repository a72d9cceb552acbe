# mistake: range starts at 1, so a single sample left over makes no batch
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        for start in range(1, samples, batch_size):
            updates += 1
    return updates
