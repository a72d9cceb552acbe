# mistake: The loop begins at epoch 1 and ends before the last, so one epoch is missing.
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(1, epochs):
        for start in range(0, samples, batch_size):
            updates += 1
    return updates
