# mistake: the batch starts are counted from 1 to samples - 1, so one batch is lost when its only sample is the last
def count_updates(samples, batch_size, epochs):
    updates = 0
    for _ in range(epochs):
        for start in range(1, samples, batch_size):
            updates += 1
    return updates
