# way: counts the starts of the batches in two loops
def count_updates(samples, batch_size, epochs):
    n = 0
    for e in range(epochs):
        for s in range(0, samples, batch_size):
            n += 1
    return n
