# way: recursion that halves the epochs
def count_updates(samples, batch_size, epochs):
    if epochs == 1:
        return 1 + (samples - 1) // batch_size
    half = epochs // 2
    return count_updates(samples, batch_size, half) + count_updates(samples, batch_size, epochs - half)
