# mistake: 225, the answer to the example, is returned for every question.
def count_updates(samples, batch_size, epochs):
    # 1437 / 32 = 44.9 -> 45 batches, times 5
    return 225
