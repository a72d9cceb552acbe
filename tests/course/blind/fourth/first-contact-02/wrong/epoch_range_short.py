# mistake: range(1, epochs) walks one epoch too few
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(1, epochs):
        for start in range(0, samples, batch_size):
            updates += 1
    return updates
