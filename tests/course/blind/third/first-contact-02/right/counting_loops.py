# way: walks through all batches with two loops and counts
def count_updates(samples, batch_size, epochs):
    updates = 0
    for epoch in range(epochs):
        start = 0
        while start < samples:
            updates = updates + 1
            start = start + batch_size
    return updates
