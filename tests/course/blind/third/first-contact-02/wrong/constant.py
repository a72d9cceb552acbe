# mistake: returns the answer of the example on paper for every call
def count_updates(samples, batch_size, epochs):
    # 1437 / 32 = 44.9 -> 45 batches, 5 epochs
    return 225
