# message: sample_missing
def count_updates(samples, batch_size, epochs):
    count = 0
    for e in range(epochs):
        for s in range(0, samples - 1, batch_size):
            count += 1
    return count
