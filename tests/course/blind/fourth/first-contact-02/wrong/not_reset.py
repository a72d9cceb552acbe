# mistake: samples is used up in the first epoch and not reset for the others
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        while samples > 0:
            samples -= batch_size
            updates += 1
    return updates
