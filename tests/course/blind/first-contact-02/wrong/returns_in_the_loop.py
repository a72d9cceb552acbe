# mistake: return stands inside the loop, so only the first epoch is counted.
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        done = 0
        while done < samples:
            done += batch_size
            updates += 1
        return updates
